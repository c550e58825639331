/** How the defence stands up to one loss: every sensor, link or shooter of its own left out, one at a time. */
import { useCallback, useState } from "preact/hooks";
import { EFFECTS, LOSSES, type Effect, type LossClass, type SingleLoss, type Without } from "../api";
import { ChartFrame } from "../charts/frame";
import { rangedPlot, type Ranged } from "../charts/plots";
import { capital } from "../format";
import { useOnRequest } from "../later";
import { intervalText, meanText, shown, type Shown } from "../measures";
import { SIDES } from "../palette";
import { usePage } from "../page";
import { AskedFor, Opens, Panel, SidesLegend } from "./panel";

const NAMES: Readonly<Record<LossClass, string>> = { sensor: "Sensor", link: "Link or network", shooter: "Ship or fire unit" };
const SEVERAL: Readonly<Record<LossClass, string>> = { sensor: "sensors", link: "links and networks", shooter: "ships and fire units" };
const BOTH = [0, 1] as const;

export function WithoutPanel() {
  const [lost, setLost] = useState<LossClass>("sensor");
  const [effect, setEffect] = useState<Effect>("expected_leakers");
  const later = useOnRequest<Without>("without", { asset_class: lost });
  const found = later.body?.without_one.asset_class === lost ? later.body : null;
  const measure = shown(effect);
  const losses = found?.without_one.losses ?? [];
  const sides = BOTH.filter((side) => side === 0 || found?.names[0] !== found?.names[1]);
  const rows: Ranged[] = losses.flatMap((loss) =>
    sides.flatMap((side) => {
      const estimate = loss.effects[found?.names[side] ?? ""]?.[effect];
      if (!estimate) return [];
      return [{ label: lossName(loss), side, mean: estimate.mean * measure.factor, low: estimate.epistemic[0] * measure.factor, high: estimate.epistemic[1] * measure.factor }];
    }),
  );
  const key = JSON.stringify(rows);
  const axis = `${measure.name}${measure.unit ? `, ${measure.unit === "%" ? "points" : measure.unit}` : ""}: change`;
  const draw = useCallback((width: number) => (rows.length ? rangedPlot(rows, { width, axis, marginLeft: 150, rowHeight: 27 }) : null), [key, axis]);
  return (
    <Panel id="without" title="Without one sensor, link or shooter">
      <p class="note">Each is left out alone, on the same luck as the whole, so that its effect is paired. They stand in the order of the catalogue: no rank is claimed where intervals overlap.</p>
      <div class="pair">
        <label class="field inline">
          <span>Left out</span>
          <select value={lost} onChange={(event) => setLost(event.currentTarget.value as LossClass)}>
            {LOSSES.map((one) => (
              <option key={one} value={one}>
                {NAMES[one]}
              </option>
            ))}
          </select>
        </label>
        <AskedFor later={later} has={found !== null} what={`${SEVERAL[lost]} left out`} button="Leave out one at a time" about="takes half a minute or so" />
      </div>
      {found && (
        <div class={later.stale ? "behind" : ""}>
          <SidesLegend />
          <ul class="findings" aria-label="The largest single losses">
            {sides.flatMap((side) =>
              Object.entries(found.without_one.largest[found.names[side]] ?? {}).map(([of, largest]) => (
                <li key={`${side}${of}`}>
                  <b>{SIDES[side].letter}</b> {withNames(largest.text, losses)}
                </li>
              )),
            )}
          </ul>
          <label class="field inline">
            <span>Effect on</span>
            <select value={effect} onChange={(event) => setEffect(event.currentTarget.value as Effect)}>
              {EFFECTS.map((one) => (
                <option key={one} value={one}>
                  {shown(one).name}
                </option>
              ))}
            </select>
          </label>
          <ChartFrame
            id="without-chart"
            title={`Without one: ${measure.name.toLowerCase()}`}
            note={`${found.without_one.trials.toLocaleString("en-US")} battles for each loss, over ${found.without_one.draws} draws of what is not known; seed ${found.seed}. Lines hold the 5th to 95th percentile over what is not known.`}
            rows={losses.flatMap((loss) => sides.flatMap((side) => csvRows(loss, found.names[side])))}
            draw={draw}
            says={`${losses.length} ${SEVERAL[lost]}, each left out alone, A and B with intervals.`}
          />
          <LossTable losses={losses} names={found.names} sides={sides} effect={effect} measure={measure} run={`${found.without_one.trials.toLocaleString("en-US")} battles over ${found.without_one.draws} draws, seed ${found.seed}`} />
        </div>
      )}
    </Panel>
  );
}

function lossName(loss: SingleLoss): string {
  return capital(loss.name);
}

/** A finding with names in place of ids. */
function withNames(text: string, losses: readonly SingleLoss[]): string {
  const names = new Map(losses.map((loss) => [loss.id, loss.name]));
  return text.replace(/[a-z][a-z0-9_]*/g, (word) => names.get(word) ?? word);
}

function csvRows(loss: SingleLoss, arrangement: string) {
  return Object.entries(loss.effects[arrangement] ?? {}).map(([measure, estimate]) => ({
    left_out: loss.id, name: loss.name, party: loss.party, kind: loss.kind, system: loss.system, arrangement, measure,
    mean: estimate.mean, mc_se: estimate.mc_se, epistemic_5: estimate.epistemic[0], epistemic_95: estimate.epistemic[1],
  }));
}

interface TableProps {
  losses: readonly SingleLoss[];
  names: [string, string];
  sides: readonly (0 | 1)[];
  effect: Effect;
  measure: Shown;
  run: string;
}

function LossTable({ losses, names, sides, effect, measure, run }: TableProps) {
  const page = usePage();
  return (
    <table class="plain losses">
      <thead>
        <tr>
          <th scope="col">Left out, in catalogue order</th>
          {sides.map((side) => (
            <th scope="col" key={side}>
              {SIDES[side].letter}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {losses.map((loss) => (
          <tr key={loss.id}>
            <th scope="row">
              <button type="button" class="link" onClick={() => openLoss(page, loss)}>
                {lossName(loss)}
              </button>
              <small>{loss.party}</small>
            </th>
            {sides.map((side) => {
              const estimate = loss.effects[names[side]]?.[effect];
              if (!estimate) return <td key={side}>not in {SIDES[side].letter}</td>;
              const nothing = !estimate.mean && !estimate.mc_se && !estimate.epistemic[0] && !estimate.epistemic[1];
              return (
                <td key={side}>
                  <Opens
                    label={`Without ${loss.name}, ${SIDES[side].letter}: change in ${measure.name.toLowerCase()}`}
                    onOpen={() =>
                      page.open({
                        kind: "estimate", id: `${loss.id}:${side}`, title: `Without ${loss.name}: ${measure.name.toLowerCase()}`,
                        text: `What changes when it alone is left out: without it minus with it, in the same draws of what is not known and on the same luck. Where it is not on station anyway nothing changes. ${run}.`,
                        of: { estimate, measure, over: `Derived by simulation, ${SIDES[side].letter}: ${page.sideName(side)}` },
                      })
                    }
                  >
                    <b>{meanText(estimate, measure, true)}</b>
                    <small>{nothing ? "no effect" : intervalText(estimate, measure, true)}</small>
                  </Opens>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A unit opens its record; a relation between parties has none, and says what it is. */
function openLoss(page: ReturnType<typeof usePage>, loss: SingleLoss): void {
  if (loss.kind !== "relation") page.open({ kind: "record", id: loss.id });
  else page.open({ kind: "words", id: loss.id, title: lossName(loss), text: `A relation between parties that the arrangement switches on: it is no unit of its own. Its delay and its chance of outage come from the agreement that permits it, under “Sources and assumptions”.` });
}
