/** Which mechanism a difference is associated with: Shapley values, first in and last in. */
import { useCallback, useState } from "preact/hooks";
import { ChartFrame } from "../charts/frame";
import { rangedPlot, type Ranged } from "../charts/plots";
import { plain } from "../format";
import { intervalText, meanText, shown } from "../measures";
import { usePage } from "../page";
import { MECHANISMS } from "../state";
import { OutcomeChoice } from "./outcome_choice";
import { Opens, Panel, Waiting } from "./panel";

const WORDS: Readonly<Record<string, string>> = { warning: "Shared warning", tracks: "Shared tracks", defends: "Defending the partner", fire_coordination: "Fire coordination" };

export function AttributionPanel() {
  const page = usePage();
  const [measureId, setMeasure] = useState("expected_leakers");
  const source = page.refined;
  const current = source !== null && source === page.answer;
  const by = source?.comparison.attribution[measureId] ?? {};
  const measure = shown(measureId);
  const named = MECHANISMS.filter((name) => by[name]);
  const rows: Ranged[] = named.map((name) => {
    const share = by[name]!;
    return { label: WORDS[name] ?? plain(name), side: 2, mean: share.mean * measure.factor, low: share.epistemic[0] * measure.factor, high: share.epistemic[1] * measure.factor };
  });
  const key = JSON.stringify(rows);
  const draw = useCallback((width: number) => (rows.length ? rangedPlot(rows, { width, axis: `Associated difference, ${measure.name.toLowerCase()}${measure.unit ? `, ${measure.unit}` : ""}`, marginLeft: 128, rowHeight: 28 }) : null), [key]);
  const pair = page.attribution;
  return (
    <Panel id="attribution" title="Which mechanism is it associated with?">
      <p class="note">
        {pair ? (
          <>
            All sixteen combinations between “{plain(pair.base)}” and “{plain(pair.top)}”, the scenario's own ends; Shapley values over the orders that are possible. Where intervals overlap there is no ranking.
          </>
        ) : (
          "This scenario names no pair of arrangements for an attribution."
        )}
      </p>
      {pair && (
        <>
          {!current && <Waiting later={{ body: source, stale: page.trouble === null, progress: page.progress, trouble: null }} what="the attribution" />}
          <OutcomeChoice chosen={measureId} onChoose={setMeasure} />
          <ChartFrame
            id="attribution-chart"
            title={`Shapley values, ${measure.name.replace("… ", "engageable, ").toLowerCase()}`}
            rows={named.map((name) => ({ measure: measureId, mechanism: name, shapley: by[name]!.mean, mc_se: by[name]!.mc_se, epistemic_5: by[name]!.epistemic[0], epistemic_95: by[name]!.epistemic[1], first_in: by[name]!.first_in, last_in: by[name]!.last_in }))}
            draw={draw}
            says={rows.map((row) => `${row.label} ${row.mean.toPrecision(2)}`).join(", ")}
          />
          {named.length > 0 && (
            <table class="plain">
              <thead>
                <tr>
                  <th scope="col">Mechanism</th>
                  <th scope="col">Shapley</th>
                  <th scope="col">First in</th>
                  <th scope="col">Last in</th>
                </tr>
              </thead>
              <tbody>
                {named.map((name) => (
                  <tr key={name}>
                    <th scope="row">{WORDS[name]}</th>
                    <td>
                      <Opens label={`${WORDS[name]}, Shapley value`} onOpen={() => page.open({ kind: "share", id: `${measureId}:${name}` })}>
                        <b>{meanText(by[name]!, measure, true)}</b>
                        <small>{intervalText(by[name]!, measure, true)}</small>
                      </Opens>
                    </td>
                    {(["first_in", "last_in"] as const).map((place) => (
                      <td key={place}>
                        <Opens label={`${WORDS[name]}, ${place === "first_in" ? "first in" : "last in"}`} onOpen={() => page.open({ kind: "share", id: `${measureId}:${name}` })}>
                          <b class="light">{meanText({ ...by[name]!, mean: by[name]![place] }, measure, true)}</b>
                        </Opens>
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </Panel>
  );
}
