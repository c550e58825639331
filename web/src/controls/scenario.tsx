/** Which scenario: a shipped example, or the reader's own file. */
import type { DialogState } from "../dialogs/dialogs";
import { usePage } from "../page";
import { Group } from "./fields";

export function ScenarioControl({ dialogs }: { dialogs: DialogState }) {
  const page = usePage();
  const { asked, meta } = page;
  return (
    <Group title="Scenario">
      <div class="field">
        <select aria-label="Scenario" value={asked.own ? "own" : asked.scenario} onChange={(event) => void page.choose(event.currentTarget.value)}>
          {meta.scenarios.map((scenario) => (
            <option key={scenario.id} value={scenario.id}>
              {scenario.title}
            </option>
          ))}
          {asked.own && (
            <option value="own" disabled>
              Own: {page.title}
            </option>
          )}
        </select>
      </div>
      <div class="pair">
        <button type="button" onClick={() => dialogs.open("upload")}>
          Own scenario…
        </button>
        <button type="button" onClick={() => void page.choose(asked.own ? (meta.scenarios[0]?.id ?? "") : asked.scenario)}>
          Start over
        </button>
      </div>
    </Group>
  );
}
