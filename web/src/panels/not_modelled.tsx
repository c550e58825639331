/** What the answer leaves out, beside the answer. */
import { capital } from "../format";
import { usePage } from "../page";
import { Panel } from "./panel";

export function NotModelledPanel() {
  const page = usePage();
  const listed = page.refined?.comparison.not_modelled.length ? page.refined.comparison.not_modelled : page.meta.not_modelled;
  return (
    <Panel id="not-modelled" title="What is not modelled">
      <ul class="dashes">
        {listed.map((line) => (
          <li key={line}>{capital(line)}.</li>
        ))}
      </ul>
    </Panel>
  );
}
