/** Below: laws, agreements, deployments, tests and launches by date; pressing one goes to its day. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { TimelineEvent } from "./api";
import { get } from "./client";
import { capital, dayNumber, longDate } from "./format";
import { usePage } from "./page";

const LANES: readonly { category: string; name: string; colour: string }[] = [
  { category: "law", name: "Law, agreements", colour: "#0072B2" },
  { category: "deployment", name: "Deployments", colour: "#007A5A" },
  { category: "test", name: "Programmes, tests", colour: "#9A6A00" },
  { category: "launch", name: "Launches, alerts", colour: "#B34700" },
];
const LANE_OF: Readonly<Record<string, string>> = { use: "launch", programme: "test", agreement: "law" };

export function Timeline() {
  const page = usePage();
  const { first, last } = page.meta.dates;
  const [events, setEvents] = useState<TimelineEvent[]>([]);
  const [focus, setFocus] = useState<string | null>(null);
  const [hover, setHover] = useState<string | null>(null);
  const strip = useRef<HTMLDivElement>(null);

  useEffect(() => {
    get<{ events: TimelineEvent[] }>(`timeline?from=${first}&to=${last}`)
      .then((answer) => setEvents(answer.events.filter((event) => event.date >= first && event.date <= last)))
      .catch(() => setEvents([]));
  }, [first, last]);

  const start = dayNumber(first);
  const share = (iso: string) => (100 * (dayNumber(iso) - start)) / (dayNumber(last) - start);
  const years = Array.from({ length: Number(last.slice(0, 4)) - Number(first.slice(0, 4)) + 1 }, (_, index) => Number(first.slice(0, 4)) + index);
  const told = events.find((event) => event.id === (hover ?? focus)) ?? [...events].reverse().find((event) => event.date <= page.asked.date);
  const reachable = focus ?? told?.id ?? events[0]?.id;

  const move = (by: number) => {
    const ordered = [...events].sort((one, other) => one.date.localeCompare(other.date));
    const at = ordered.findIndex((event) => event.id === reachable);
    const next = ordered[Math.min(ordered.length - 1, Math.max(0, at + by))];
    if (!next) return;
    setFocus(next.id);
    strip.current?.querySelector<HTMLButtonElement>(`[data-event="${next.id}"]`)?.focus();
  };

  return (
    <>
      <div class="told">
        <h2>Timeline</h2>
        <p aria-live="polite">
          {told && (
            <>
              <b>{longDate(told.date)}</b> {told.event}{" "}
              <button type="button" class="link" onClick={() => page.open({ kind: "source", id: told.source })}>
                source
              </button>{" "}
              {told.date !== page.asked.date && (
                <button type="button" class="link" onClick={() => page.ask({ date: told.date })}>
                  go to this day
                </button>
              )}
            </>
          )}
        </p>
      </div>
      <div
        class="strip-events"
        ref={strip}
        role="group"
        aria-label="Events; arrow keys move between them, Enter goes to the day"
        onKeyDown={(event) => {
          const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -1000, End: 1000 }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          move(by);
        }}
      >
        <div class="lanes">
          {LANES.map((lane) => (
            <div class="lane" key={lane.category}>
              <span class="lane-name" aria-hidden="true">
                {lane.name}
              </span>
              <div class="track">
                {events
                  .filter((event) => (LANE_OF[event.category] ?? event.category) === lane.category)
                  .map((event) => (
                    <button
                      type="button"
                      key={event.id}
                      data-event={event.id}
                      class={event.date === page.asked.date ? "event now" : "event"}
                      style={{ left: `${share(event.date)}%`, color: lane.colour }}
                      tabIndex={event.id === reachable ? 0 : -1}
                      aria-label={`${longDate(event.date)}, ${capital(event.category)}: ${event.event}. Go to this day.`}
                      title={`${longDate(event.date)}: ${event.event}`}
                      onMouseEnter={() => setHover(event.id)}
                      onMouseLeave={() => setHover(null)}
                      onFocus={() => setFocus(event.id)}
                      onClick={() => page.ask({ date: event.date })}
                    />
                  ))}
              </div>
            </div>
          ))}
          <div class="years" aria-hidden="true">
            <span class="lane-name" />
            <div class="track">
              {years
                .filter((year) => year % 2 === 0 && `${year}-01-01` >= first)
                .map((year) => (
                  <span key={year} style={{ left: `${share(`${year}-01-01`)}%` }}>
                    {year}
                  </span>
                ))}
            </div>
          </div>
          <div class="cursor" aria-hidden="true">
            <div class="track">
              <i style={{ left: `${share(page.asked.date)}%` }} />
            </div>
          </div>
        </div>
      </div>
    </>
  );
}
