/** Outcomes by beneficiary and by party. */
import { useCallback, useState } from "preact/hooks";
import type { Estimate } from "../api";
import { ChartFrame } from "../charts/frame";
import { rangedPlot, type Ranged } from "../charts/plots";
import { capital, plain } from "../format";
import { shown, SHOWN, sides } from "../measures";
import { usePage } from "../page";
import { OutcomeChoice } from "./outcome_choice";
import { Panel, SidesLegend } from "./panel";

export function BreakdownPanel() {
  const page = usePage();
  const [measureId, setMeasure] = useState("expected_leakers");
  const { answer } = page;
  const of = answer ? sides(answer) : null;
  const available = SHOWN.filter((measure) => groups(of?.a[measure.id]) !== null);
  const measure = shown(available.some((one) => one.id === measureId) ? measureId : (available[0]?.id ?? measureId));
  const rows: Ranged[] = [];
  [of?.a, of?.b].forEach((outcomes, side) => {
    for (const [label, estimate] of Object.entries(groups(outcomes?.[measure.id]) ?? {})) {
      rows.push({ label: capital(label.length === 3 ? label : plain(label)), side: side as 0 | 1, mean: estimate.mean * measure.factor, low: estimate.epistemic[0] * measure.factor, high: estimate.epistemic[1] * measure.factor });
    }
  });
  const key = JSON.stringify(rows);
  const draw = useCallback((width: number) => (rows.length ? rangedPlot(rows, { width, axis: measure.unit ? `${measure.name}, ${measure.unit}` : measure.name, marginLeft: 88 }) : null), [key]);
  return (
    <Panel id="breakdown" title="By place and party">
      <OutcomeChoice chosen={measure.id} from={available} onChoose={setMeasure} />
      <ChartFrame
        id="breakdown-chart"
        title={`${measure.name.replace("… ", "Engageable, ")} ${of?.a[measure.id]?.by_party ? "by party" : "by beneficiary"}`}
        note="Beneficiaries are residents by region, and forces at bases; magazines are counted by the party that owns them."
        rows={rows.map((row) => ({ measure: measure.id, group: row.label, arrangement: answer?.names[row.side as 0 | 1] ?? "", mean: row.mean, epistemic_5: row.low, epistemic_95: row.high }))}
        draw={draw}
        says={`${rows.length / 2} groups, A and B with intervals.`}
      >
        <SidesLegend />
      </ChartFrame>
    </Panel>
  );
}

function groups(estimate: Estimate | undefined): Record<string, Estimate> | null {
  return estimate?.by_party ?? estimate?.by_beneficiary ?? null;
}
