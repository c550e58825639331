/** One drawn battle on a time bar: detections, tracks, launches, intercepts, leaks. */
import { useEffect, useState } from "preact/hooks";
import type { BattleEvent, Playback } from "../api";
import { seconds } from "../format";
import { usePage } from "../page";
import { tally } from "./scene";

/** A whole battle plays in about this long. */
const PLAY_S = 36;
const TOLD = 3;

interface Props {
  playback: Playback | null;
  stale: boolean;
  trouble: string | null;
  time_s: number;
  onTime: (time_s: number) => void;
  side: string;
}

export function PlaybackBar({ playback, stale, trouble, time_s, onTime, side }: Props) {
  const page = usePage();
  const [playing, setPlaying] = useState(false);
  const duration = playback?.duration_s ?? 0;

  useEffect(() => {
    if (!playing || duration === 0) return;
    let frame = 0;
    let before = performance.now();
    let now_s = time_s >= duration ? 0 : time_s;
    const step = (now: number) => {
      now_s += ((now - before) / 1000) * (duration / PLAY_S);
      before = now;
      if (now_s >= duration) {
        onTime(duration);
        setPlaying(false);
        return;
      }
      onTime(now_s);
      frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [playing, duration]);

  if (trouble) {
    return (
      <p class="playback trouble" role="alert">
        {trouble}
      </p>
    );
  }
  if (!playback) {
    return (
      <p class="playback waiting" role="status">
        Drawing one battle…
      </p>
    );
  }
  const names = page.meta.interceptors;
  const words = (text: string) => text.replace(/[a-z]\w*/g, (word) => names[word]?.split(" (")[0] ?? word);
  const now = tally(playback, time_s);
  const told = playback.events.filter((event) => event.t_s <= time_s).slice(-TOLD).reverse();
  return (
    <div class={stale ? "playback stale" : "playback"}>
      <div class="row">
        <button type="button" class="play" aria-label={playing ? "Pause the battle" : "Play the battle"} onClick={() => setPlaying(!playing)}>
          {playing ? "❚❚" : "►"}
        </button>
        <div class="bar-of-time">
          <Ticks events={playback.events} duration={duration} />
          <input
            type="range"
            aria-label="Time in the battle"
            aria-valuetext={`${seconds(time_s)} of ${seconds(duration)}`}
            min={0}
            max={Math.ceil(duration)}
            value={Math.round(time_s)}
            onInput={(event) => {
              setPlaying(false);
              onTime(event.currentTarget.valueAsNumber);
            }}
          />
        </div>
        <output class="clock">{seconds(time_s)}</output>
      </div>
      <div class="row words">
        <p class="tally">
          One drawn battle of {side}: <b>{now.flying}</b> in flight, <b>{now.shots}</b> shots, <b>{now.intercepted}</b> intercepted, <b>{now.leaked}</b> leaked
        </p>
        <ol class="events">
          {told.map((event) => (
            <li key={`${event.t_s}${event.text}`}>
              <time>{seconds(event.t_s)}</time> {words(event.text)}
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

const TICK_KINDS: Readonly<Record<string, string>> = { launch: "launch", detection: "seen", shot: "shot", intercept: "intercept", leak: "leak" };

/** Marks above the time bar where something happens. */
function Ticks({ events, duration }: { events: readonly BattleEvent[]; duration: number }) {
  return (
    <svg class="ticks" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
      {events
        .filter((event) => event.kind in TICK_KINDS)
        .map((event, index) => (
          <line key={index} class={TICK_KINDS[event.kind] ?? ""} x1={(1000 * event.t_s) / duration} x2={(1000 * event.t_s) / duration} y1="0" y2="10" />
        ))}
    </svg>
  );
}
