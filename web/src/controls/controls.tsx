/** The left side: everything that the question is made of. */
import type { DialogState } from "../dialogs/dialogs";
import { capital, plain } from "../format";
import { usePage } from "../page";
import { Arrangements } from "./arrangements";
import { DateControl } from "./date";
import { Choice, Group, Info } from "./fields";
import { ScenarioControl } from "./scenario";

export function Controls({ dialogs }: { dialogs: DialogState }) {
  const page = usePage();
  const { asked, meta } = page;
  return (
    <form class="controls" onSubmit={(event) => event.preventDefault()}>
      <ScenarioControl dialogs={dialogs} />
      <DateControl />
      <Arrangements />
      <RaidSize />
      <Group title="Forces">
        <fieldset class="segments">
          <legend>
            Availability <Info title="Availability" text={lines(meta.availability)} />
          </legend>
          {meta.availability.map((level) => (
            <label key={level.id}>
              <input type="radio" name="availability" checked={asked.availability === level.id} onChange={() => page.ask({ availability: level.id })} />
              <span>{capital(level.name)}</span>
            </label>
          ))}
        </fieldset>
        <Options />
        <LeftOut />
        <Choice label="Procurement" name="counterfactual" among={meta.counterfactuals} value={asked.counterfactual} onPick={(counterfactual) => page.ask({ counterfactual })} />
      </Group>
      <Group title="Doctrine and evidence">
        <Choice label="Doctrine" name="doctrine" among={meta.doctrines} value={asked.doctrine} onPick={(doctrine) => page.ask({ doctrine })} />
        <Choice label="Test record read as" name="reading" among={meta.readings} value={asked.reading} onPick={(reading) => page.ask({ reading })} />
        <Choice label="Tests known" name="knowledge" among={meta.knowledge} value={asked.knowledge} onPick={(knowledge) => page.ask({ knowledge })} />
        <label class="check">
          <input type="checkbox" checked={asked.false_tracks} onChange={(event) => page.ask({ false_tracks: event.currentTarget.checked })} />
          <span>Networks may show false tracks</span>
        </label>
        <label class="field inline">
          <span>Seed of all luck</span>
          <input
            type="number"
            min={0}
            max={4294967295}
            value={asked.seed}
            onChange={(event) => {
              const seed = event.currentTarget.valueAsNumber;
              if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) page.ask({ seed });
            }}
          />
        </label>
      </Group>
    </form>
  );
}

function lines(among: readonly { name: string; meaning?: string; summary?: string }[]): string {
  return among.map((one) => `${capital(one.name)}: ${one.meaning ?? one.summary ?? ""}`).join("\n");
}

function RaidSize() {
  const page = usePage();
  const { least, most } = page.meta.raid_size;
  const size = page.asked.raid_size;
  const threat = page.answer?.comparison.scenario.threat;
  const set = (raid_size: number) => Number.isInteger(raid_size) && raid_size >= least && raid_size <= most && page.ask({ raid_size });
  return (
    <Group title="Raid (hypothetical)">
      <div class="slider">
        <label for="raid">
          Missiles
          {threat && <small>{page.meta.threats[threat] ?? plain(threat)}</small>}
        </label>
        <input type="number" aria-label="Raid size, exact" min={least} max={most} value={size} onChange={(event) => set(event.currentTarget.valueAsNumber)} />
        <input id="raid" type="range" min={least} max={most} value={size} onInput={(event) => set(event.currentTarget.valueAsNumber)} />
      </div>
    </Group>
  );
}

/** Units and systems that the reader left out; one is left out from its own drawer, opened from the map. */
function LeftOut() {
  const page = usePage();
  const left = page.asked.without;
  if (left.length === 0) return null;
  return (
    <div class="leftout">
      <span>Left out</span>
      <ul>
        {left.map((id) => (
          <li key={id}>
            {plain(id)}{" "}
            <button type="button" class="link" aria-label={`Put ${plain(id)} back`} onClick={() => page.ask({ without: left.filter((one) => one !== id) })}>
              put back
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Options() {
  const page = usePage();
  const chosen = page.asked.options;
  const toggle = (id: string, on: boolean) => page.ask({ options: on ? [...chosen, id] : chosen.filter((one) => one !== id) });
  return (
    <fieldset class="options">
      <legend>
        Options <Info title="Options" text="Systems that were planned, cancelled or discussed. Switched on, they stand in the order of battle on the chosen date, whatever was decided." />
      </legend>
      {page.meta.options.map((option) => (
        <div class="check" key={option.id}>
          <label>
            <input type="checkbox" checked={chosen.includes(option.id)} onChange={(event) => toggle(option.id, event.currentTarget.checked)} />
            <span>{option.name}</span>
          </label>
          <button type="button" class="about" aria-label={`${option.status ? plain(option.status) : "about"}: ${option.name}`} onClick={() => page.open({ kind: "record", id: option.id })}>
            {option.status ? plain(option.status) : "about"}
          </button>
        </div>
      ))}
    </fieldset>
  );
}
