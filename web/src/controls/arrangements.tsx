/** Two arrangements side by side: a preset each, and each mechanism as a switch. */
import { capital } from "../format";
import { SIDES } from "../palette";
import { usePage } from "../page";
import { isOwn, type Mechanism, type Mechanisms } from "../state";
import { Group, Info, Term } from "./fields";
import { asSide, dutyLevel, ends, FIRE_RULES, isOn, MECHANISMS, mechanismsOf, pairs, switched, trackLevel, withDuty, withTracks, withWarning, type DutyLevel, type TrackLevel } from "./mechanisms";

const SHORT: Readonly<Record<Mechanism, string>> = { warning: "Shared warning", tracks: "Shared tracks", defends: "Defending the partner", fire_coordination: "Fire coordination" };
const BOTH = [0, 1] as const;

export function Arrangements() {
  const page = usePage();
  const { meta, asked } = page;
  const between = ends(page.presets, page.attribution, page.parties);
  const now = BOTH.map((index) => mechanismsOf(asked.arrangements[index], page.presets));
  const set = (index: 0 | 1, mechanisms: Mechanisms) => page.setSide(index, asSide(mechanisms, page.presets));

  return (
    <Group title="Arrangements compared">
      {BOTH.map((index) => (
        <div class="side" key={index}>
          <SideMark index={index} />
          <select
            aria-label={`Arrangement ${SIDES[index].letter}`}
            value={isOwn(asked.arrangements[index]) ? "own" : (asked.arrangements[index] as string)}
            onChange={(event) => page.setSide(index, event.currentTarget.value)}
          >
            {page.presets.map((preset) => (
              <option key={preset.id} value={preset.id}>
                {preset.name}
                {preset.bound ? " (a bound, no policy)" : ""}
              </option>
            ))}
            {isOwn(asked.arrangements[index]) && (
              <option value="own" disabled>
                Own mixture
              </option>
            )}
          </select>
          <Info title={`Arrangement ${SIDES[index].letter}`} text={page.presets.map((preset) => `${preset.name}: ${preset.summary ?? ""}`).join("\n")} />
        </div>
      ))}
      <table class="sides">
        <thead>
          <tr>
            <th scope="col">Mechanism</th>
            {BOTH.map((index) => (
              <th scope="col" key={index}>
                <SideMark index={index} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {MECHANISMS.map((mechanism) => {
            const kind = meta.mechanisms.find((one) => one.id === mechanism);
            return (
              <tr key={mechanism}>
                <th scope="row">
                  <Term words={SHORT[mechanism]} text={[kind?.meaning ?? "", ...(kind?.values ?? []).map((value) => `${capital(value.name)}: ${value.meaning ?? ""}`)].join("\n")} />
                </th>
                {BOTH.map((index) => (
                  <td key={index}>
                    <Switch
                      mechanism={mechanism}
                      index={index}
                      now={now[index] ?? null}
                      off={between.off}
                      onSwitch={(on) => set(index, switched(mechanism, on, now[index] ?? between.off, between))}
                      onRule={(rule) => set(index, { ...(now[index] ?? between.off), fire_coordination: rule })}
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {now.includes(null) && <p class="hint">“As of the date” takes what the agreements in force that day allow.</p>}
      <details class="bypair">
        <summary>Set pair by pair</summary>
        {BOTH.map((index) => (
          <ByPair key={index} index={index} now={now[index] ?? null} onSet={(mechanisms) => set(index, mechanisms)} />
        ))}
      </details>
    </Group>
  );
}

export function SideMark({ index }: { index: 0 | 1 }) {
  const side = SIDES[index];
  return (
    <span class={`mark mark-${side.letter.toLowerCase()}`}>
      <svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true">
        {index === 0 ? <circle cx="6" cy="6" r="5" fill={side.colour} /> : <path d="M6 0l6 6-6 6-6-6z" fill={side.colour} />}
      </svg>
      {side.letter}
    </span>
  );
}

interface SwitchProps {
  mechanism: Mechanism;
  index: 0 | 1;
  now: Mechanisms | null;
  off: Mechanisms;
  onSwitch: (on: boolean) => void;
  onRule: (rule: Mechanisms["fire_coordination"]) => void;
}

function Switch({ mechanism, index, now, off, onSwitch, onRule }: SwitchProps) {
  const label = `${SHORT[mechanism]}, arrangement ${SIDES[index].letter}`;
  if (now === null) return <span class="bylaw">by law</span>;
  if (mechanism === "fire_coordination") {
    return (
      <select aria-label={label} value={now.fire_coordination} onChange={(event) => onRule(event.currentTarget.value as Mechanisms["fire_coordination"])}>
        {FIRE_RULES.map((rule) => (
          <option key={rule.id} value={rule.id}>
            {rule.name}
          </option>
        ))}
      </select>
    );
  }
  return (
    <label class="switch">
      <input type="checkbox" role="switch" aria-label={label} checked={isOn(mechanism, now, off)} onChange={(event) => onSwitch(event.currentTarget.checked)} />
      <span aria-hidden="true" />
    </label>
  );
}

function ByPair({ index, now, onSet }: { index: 0 | 1; now: Mechanisms | null; onSet: (mechanisms: Mechanisms) => void }) {
  const page = usePage();
  if (now === null) return null;
  const letter = SIDES[index].letter;
  return (
    <fieldset>
      <legend>
        <SideMark index={index} /> {capital(page.sideName(index))}
      </legend>
      {pairs(page.parties).map(([one, other]) => (
        <div class="directed" key={one + other}>
          <strong>
            {one} → {other}
          </strong>
          <label class="check">
            <input
              type="checkbox"
              aria-label={`${letter}: ${one} warns ${other}`}
              checked={now.warning.some((pair) => pair.giver === one && pair.receiver === other)}
              onChange={(event) => onSet(withWarning(now, one, other, event.currentTarget.checked))}
            />
            <span>warning</span>
          </label>
          <select aria-label={`${letter}: tracks from ${one} to ${other}`} value={trackLevel(now, one, other)} onChange={(event) => onSet(withTracks(now, one, other, event.currentTarget.value as TrackLevel))}>
            <option value="off">no tracks</option>
            <option value="launch">launch remote</option>
            <option value="engage">engage remote</option>
          </select>
          <select aria-label={`${letter}: ${one} defends ${other}`} value={dutyLevel(now, one, other)} onChange={(event) => onSet(withDuty(now, one, other, event.currentTarget.value as DutyLevel))}>
            <option value="no">does not defend</option>
            <option value="declared_situation">if declared</option>
            <option value="standing_order">standing order</option>
          </select>
        </div>
      ))}
    </fieldset>
  );
}
