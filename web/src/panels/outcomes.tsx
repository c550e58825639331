/** Every outcome of A and B, with what is not known, and the paired difference. */
import type { Estimate } from "../api";
import { Take } from "../charts/frame";
import type { Row } from "../charts/files";
import { outcomesDrawing, Strip } from "../charts/strips";
import { intervalText, meanText, settledSign, shown, SHOWN, SIGN_WORDS, sides, type Shown } from "../measures";
import { usePage } from "../page";
import { SideMark } from "../controls/arrangements";
import { Opens, Panel } from "./panel";

/** Width of the drawing to take along. */
const DRAWN_PX = 520;

export function OutcomesPanel() {
  const page = usePage();
  const { answer } = page;
  const rows = answer ? rowsOf(answer.names, sides(answer)) : [];
  return (
    <Panel id="outcomes" title="Outcomes">
      <p class="note">
        Mean, and the 5th to 95th percentile over what is not known. The two arrangements share their luck, so the difference is better known than either: read it from its own interval. Press a number for what stands behind it.
      </p>
      {answer && (
        <table class={page.behind ? "outcomes behind" : "outcomes"}>
          <thead>
            <tr>
              <th scope="col">
                <SideMark index={0} />
              </th>
              <th scope="col">
                <SideMark index={1} />
              </th>
              <th scope="col">
                B − A <small>(shares in points)</small>
              </th>
            </tr>
          </thead>
          {SHOWN.filter((measure) => sides(answer).a[measure.id]).map((measure) => (
            <MeasureRows key={measure.id} measure={measure} {...sides(answer)} />
          ))}
        </table>
      )}
      {answer && <Take id="outcomes" title="Outcomes, A and B" rows={rows} drawing={() => outcomesDrawing(sides(answer), DRAWN_PX)} />}
    </Panel>
  );
}

function rowsOf(names: readonly string[], of: ReturnType<typeof sides>): Row[] {
  return SHOWN.flatMap((measure) =>
    ([[names[0], of.a], [names[1], of.b], ["b-minus-a", of.difference]] as const).flatMap(([arrangement, outcomes]) => {
      const estimate = outcomes?.[measure.id];
      if (!estimate) return [];
      return [{ arrangement, measure: measure.id, mean: estimate.mean, mc_se: estimate.mc_se, epistemic_5: estimate.epistemic[0], epistemic_95: estimate.epistemic[1], predictive_5: estimate.predictive[0], predictive_95: estimate.predictive[1] }];
    }),
  );
}

function MeasureRows({ measure, a, b, difference }: { measure: Shown } & ReturnType<typeof sides>) {
  const one = a[measure.id];
  const other = b[measure.id];
  const apart = difference?.[measure.id];
  if (!one || !other) return null;
  return (
    <tbody class={measure.detail ? "detail" : ""} data-measure={measure.id}>
      <tr>
        <th scope="rowgroup" colSpan={3}>
          <span>{measure.name}{measure.unit && <small>, {measure.unit}</small>}</span>
          <Strip a={one} b={other} factor={measure.factor} />
        </th>
      </tr>
      <tr>
        <td>
          <Value id={measure.id} side="0" words="A" estimate={one} />
        </td>
        <td>
          <Value id={measure.id} side="1" words="B" estimate={other} />
        </td>
        <td class="difference">{apart ? <Value id={measure.id} side="difference" words="B minus A" estimate={apart} /> : "one arrangement"}</td>
      </tr>
    </tbody>
  );
}

function Value({ id, side, words, estimate }: { id: string; side: string; words: string; estimate: Estimate }) {
  const page = usePage();
  const measure = shown(id);
  const apart = side === "difference";
  const sign = apart ? settledSign(estimate) : null;
  return (
    <Opens
      label={`${measure.name}, ${words}`}
      onOpen={() => page.open({ kind: apart ? "difference" : "outcome", id: `${id}:${side}` })}
    >
      <b>{meanText(estimate, measure, apart)}</b>
      <small>{sign === "none" ? "no difference" : intervalText(estimate, measure, apart)}</small>
      {sign !== null && sign !== "none" && <em class={sign}>{SIGN_WORDS[sign]}</em>}
    </Opens>
  );
}
