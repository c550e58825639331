/** What flips the sign of the difference: one choice at a time. */
import { useCallback, useState } from "preact/hooks";
import type { Apart, Flips } from "../api";
import { ChartFrame } from "../charts/frame";
import { rangedPlot, type Ranged } from "../charts/plots";
import { useLater } from "../later";
import { usePage } from "../page";
import { Panel, Waiting } from "./panel";

type Sign = "more" | "fewer" | "unsettled";

/** The sign that both what is not known and the luck of the trials leave standing. */
function signOf(apart: Apart): Sign {
  if (apart.epistemic[0] > 0 && apart.low > 0) return "more";
  if (apart.epistemic[1] < 0 && apart.high < 0) return "fewer";
  return "unsettled";
}

function row(label: string, apart: Apart): Ranged {
  return { label, side: 2, mean: apart.mean, low: apart.epistemic[0], high: apart.epistemic[1] };
}

export function FlipsPanel() {
  const page = usePage();
  const [asked, setAsked] = useState(false);
  const later = useLater<Flips>(asked && page.answer ? "flips" : null, {}, true);
  const flips = later.body;
  const rows = flips ? [row("As asked", flips.base), ...flips.changes.map((change) => row(change.label, change.difference))] : [];
  const key = JSON.stringify(rows);
  const draw = useCallback((width: number) => (rows.length ? rangedPlot(rows, { width, axis: "Difference in expected leakers, B − A", marginLeft: 150, rowHeight: 25 }) : null), [key]);
  return (
    <Panel id="flips" title="What flips the sign">
      {!asked ? (
        <p>
          <button type="button" onClick={() => setAsked(true)}>
            Try one choice at a time
          </button>{" "}
          <span class="note">Availability, reading of tests, doctrine, options and date are each changed alone; this takes some seconds.</span>
        </p>
      ) : (
        <>
          <Waiting later={later} what="the other choices" />
          {flips && !later.stale && <Verdict flips={flips} />}
          <ChartFrame
            id="flips-chart"
            title="Difference in expected leakers, one choice changed"
            note="Left of zero B has fewer leakers, right of it more. Lines hold the 5th to 95th percentile over what is not known; one that crosses zero leaves the sign unsettled."
            rows={(flips?.changes ?? []).map((change) => ({ changed: change.field, to: String(change.value), difference: change.difference.mean, epistemic_5: change.difference.epistemic[0], epistemic_95: change.difference.epistemic[1], sign: signOf(change.difference) }))}
            draw={draw}
            says={rows.map((one) => `${one.label}: ${one.mean.toPrecision(2)}`).join("; ")}
          />
        </>
      )}
    </Panel>
  );
}

function Verdict({ flips }: { flips: Flips }) {
  const base = signOf(flips.base);
  const words: Record<Sign, string> = { more: "more leakers in B", fewer: "fewer leakers in B", unsettled: "a sign that is not settled" };
  const others = (["fewer", "more", "unsettled"] as const).filter((sign) => sign !== base);
  const found = others.map((sign) => [sign, flips.changes.filter((change) => signOf(change.difference) === sign)] as const).filter(([, changes]) => changes.length > 0);
  return (
    <p>
      As asked there is {base === "unsettled" ? words.unsettled : `a settled difference: ${words[base]}`}.{" "}
      {found.length === 0
        ? "No choice tried alone changes that."
        : found.map(([sign, changes]) => `It becomes ${words[sign]} with ${changes.map((change) => change.label).join("; ")}.`).join(" ")}
    </p>
  );
}
