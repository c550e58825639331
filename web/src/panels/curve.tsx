/** How the outcome goes with the size of the raid, and where the second shot and the magazine run out. */
import * as Plot from "@observablehq/plot";
import { useCallback } from "preact/hooks";
import type { Curve, CurvePoint } from "../api";
import { ChartFrame } from "../charts/frame";
import { INK } from "../charts/plots";
import { capital } from "../format";
import { useLater, useSeen } from "../later";
import { SIDES } from "../palette";
import { usePage } from "../page";
import { Opens, Panel, SidesLegend, Waiting } from "./panel";

const SECOND_SHOT = "The smallest raid in which, on average, one missile or more was wanted for a further look of the upper tier and no round was left for it.";
const MAGAZINE = "The smallest raid in which, on average, one missile or more could have been engaged by the upper tier, which had no round at all.";

export function CurvePanel() {
  const page = usePage();
  const [reference, seen] = useSeen<HTMLElement>();
  const later = useLater<Curve>(seen && page.answer ? "curve" : null, {}, true);
  const curve = later.body;
  const draw = useCallback((width: number) => (curve ? curvePlot(curve, page.asked.raid_size, width) : null), [curve, page.asked.raid_size]);
  return (
    <Panel id="curve" title="Raid size" reference={reference}>
      <Waiting later={later} what="the curve" />
      <ChartFrame
        id="curve-chart"
        title="Expected leakers by size of the raid"
        note="Only the number of missiles is varied; bands hold the 5th to 95th percentile over what is not known. The upright line is the raid asked for."
        rows={(curve?.curve ?? []).map((point) => ({ arrangement: point.arrangement, raid_size: point.raid_size, expected_leakers: point.expected_leakers.mean, leakers_5: point.expected_leakers.epistemic[0], leakers_95: point.expected_leakers.epistemic[1], p_no_leak: point.p_no_leak.mean, interceptors_expended: point.interceptors_expended.mean }))}
        draw={draw}
        says="One line for each arrangement."
      >
        <SidesLegend />
      </ChartFrame>
      {curve && (
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">Size at which …</th>
              {curve.names.map((name, index) => (
                <th scope="col" key={name}>
                  {SIDES[index as 0 | 1].letter}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(
              [
                ["the second shot runs out", curve.second_shot_runs_out, SECOND_SHOT],
                ["the magazine runs out", curve.magazine_runs_out, MAGAZINE],
              ] as const
            ).map(([words, sizes, meaning]) => (
              <tr key={words}>
                <th scope="row">{capital(words)}</th>
                {curve.names.map((name) => (
                  <td key={name}>
                    <Opens label={`${capital(words)}, ${name}`} onOpen={() => page.open({ kind: "words", id: words, title: `Size at which ${words}`, text: `${meaning}\n${curve.precision?.words ?? ""}\nDerived by simulation at the sizes of the curve: the smallest of these.` })}>
                      <b class="light">{sizes[name] ?? "not within the curve"}</b>
                    </Opens>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function curvePlot(curve: Curve, raid: number, width: number): Element {
  const of = (index: number) => curve.curve.filter((point) => point.arrangement === curve.names[index]);
  const high = Math.max(...curve.curve.map((point) => point.raid_size));
  return Plot.plot({
    width,
    height: 220,
    marginLeft: 38,
    marginRight: 12,
    marginTop: 24,
    marginBottom: 34,
    style: { fontSize: "11px", color: INK, fontFamily: "inherit", background: "none" },
    x: { label: "Missiles in the raid (hypothetical)", labelAnchor: "center", labelArrow: "none", domain: [0, high], ticks: 6 },
    y: { label: "Expected leakers", labelArrow: "none", grid: true, zero: true, ticks: 5 },
    marks: [
      Plot.ruleY([0], { stroke: "#8a8a8a" }),
      raid <= high ? Plot.ruleX([raid], { stroke: "#8a8a8a", strokeDasharray: "2 3" }) : null,
      ...[0, 1].flatMap((index) => {
        const points = of(index);
        const side = SIDES[index as 0 | 1];
        if (points.length === 0) return [];
        return [
          Plot.areaY(points, { x: "raid_size", y1: (point: CurvePoint) => point.expected_leakers.epistemic[0], y2: (point: CurvePoint) => point.expected_leakers.epistemic[1], fill: side.colour, fillOpacity: 0.12 }),
          Plot.lineY(points, { x: "raid_size", y: (point: CurvePoint) => point.expected_leakers.mean, stroke: side.colour, strokeWidth: 2, strokeDasharray: side.dash }),
          Plot.dot(points, { x: "raid_size", y: (point: CurvePoint) => point.expected_leakers.mean, symbol: side.symbol, r: 4, fill: side.colour, stroke: "white" }),
        ];
      }),
    ],
  });
}
