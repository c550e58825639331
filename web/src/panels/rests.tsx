/** How much of what is not known about an outcome rests on assumed facts. */
import { useCallback, useState } from "preact/hooks";
import { GROUNDS, type Answer, type Ground, type VarianceShare } from "../api";
import { ChartFrame } from "../charts/frame";
import { rangedPlot, type Ranged } from "../charts/plots";
import { shown } from "../measures";
import { usePage, type Page } from "../page";
import { OutcomeChoice } from "./outcome_choice";
import { Opens, Panel, Waiting } from "./panel";

const WORDS: Readonly<Record<Ground, { name: string; meaning: string }>> = {
  assumed: { name: "Assumed facts", meaning: "Facts that nobody has published, drawn within their ranges." },
  published: { name: "Published facts", meaning: "Facts that are reported, or derived from what is; the flight-test record is among them." },
  of_the_day: { name: "Luck of the day", meaning: "Which units are on station, which links are out, whether authority comes." },
};
const SIDES = [
  [0, "A"],
  [1, "B"],
  [2, "B − A"],
] as const;
/** With fewer draws than this many times the inputs nothing can be said (study/rests_on.py). */
const DRAWS_PER_INPUT = 1.5;

export function RestsPanel() {
  const page = usePage();
  const [measureId, setMeasure] = useState("expected_leakers");
  const source = page.refined;
  const current = source !== null && source === page.answer;
  const found = source?.comparison.assumed_share ?? null;
  const measure = shown(measureId);
  const columns = SIDES.filter(([side]) => (side === 2 ? source?.difference : side === 0 || source?.difference));
  const shares = columns.map(([side, letter]) => ({ side, letter, share: source ? shareOf(source, side, measureId) : null }));
  const rows: Ranged[] = GROUNDS.flatMap((ground) =>
    shares.flatMap(({ side, share }) => (share ? [{ label: WORDS[ground].name, side, mean: 100 * share[ground], low: 100 * (share[ground] - share[`${ground}_se`]), high: 100 * (share[ground] + share[`${ground}_se`]) }] : [])),
  );
  const key = JSON.stringify(rows);
  const draw = useCallback((width: number) => (rows.length ? rangedPlot(rows, { width, axis: "Share of the variance, %", marginLeft: 104, rowHeight: 42 }) : null), [key]);
  const why = !source || !found ? null : source.comparison.draws < DRAWS_PER_INPUT * found.inputs ? `there are too few draws (${source.comparison.draws}) for ${found.inputs} inputs` : "it has no variance over what is not known that the battles can tell from luck";
  return (
    <Panel id="rests" title="What the uncertainty rests on">
      <p class="note">How much of the variance over what is not known goes with facts that are assumed, with facts that are published, and with the luck of the day: first-order shares, each ± one standard error. They need not sum to 100%; the rest acts jointly.</p>
      {!current && <Waiting later={{ body: source, stale: page.trouble === null, progress: page.progress, trouble: null }} what="the shares" />}
      {found && (
        <>
          <OutcomeChoice chosen={measureId} onChoose={setMeasure} />
          {rows.length > 0 && (
            <ChartFrame
              id="rests-chart"
              title={`What the uncertainty rests on, ${measure.name.replace("… ", "engageable, ").toLowerCase()}`}
              note="Circle A, diamond B, square B − A; lines are one standard error to either side."
              rows={source ? csvRows(source) : []}
              draw={draw}
              says={rows.map((row) => `${row.label} ${row.mean.toFixed(0)} per cent`).join(", ")}
            />
          )}
          <table class="plain rests">
            <thead>
              <tr>
                <th scope="col">Share of the variance</th>
                {columns.map(([side, letter]) => (
                  <th scope="col" key={side}>
                    {letter}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {GROUNDS.map((ground) => (
                <tr key={ground}>
                  <th scope="row">{WORDS[ground].name}</th>
                  {shares.map(({ side, letter, share }) => (
                    <td key={side}>{share ? <Opens label={`${WORDS[ground].name}, ${letter}`} onOpen={() => openShare(page, ground, letter, share, found.estimator, measure.name)}>
                      <b>{percent(share[ground])}</b>
                      <small>± {percent(share[`${ground}_se`])}</small>
                    </Opens> : "–"}</td>
                  ))}
                </tr>
              ))}
              <tr>
                <th scope="row">Rest, acting jointly</th>
                {shares.map(({ side, share }) => (
                  <td key={side}>{share ? percent(share.rest) : "–"}</td>
                ))}
              </tr>
            </tbody>
          </table>
          {shares.some(({ share }) => !share) && (
            <p class="note">
              Of {shares.filter(({ share }) => !share).map(({ letter }) => letter).join(" and ")} no share can be said: {why}.
            </p>
          )}
        </>
      )}
    </Panel>
  );
}

function shareOf(answer: Answer, side: 0 | 1 | 2, measure: string): VarianceShare | null {
  const { assumed_share: found } = answer.comparison;
  if (side === 2) return found?.differences[answer.difference ?? ""]?.[measure] ?? null;
  return found?.arrangements[answer.names[side]]?.[measure] ?? null;
}

function csvRows(answer: Answer) {
  const found = answer.comparison.assumed_share;
  const of = (which: string, all: Record<string, Record<string, VarianceShare | null>>) =>
    Object.entries(all).flatMap(([name, measures]) => Object.entries(measures).map(([measure, share]) => ({ of: which, name, measure, assumed: share?.assumed, assumed_se: share?.assumed_se, published: share?.published, published_se: share?.published_se, of_the_day: share?.of_the_day, of_the_day_se: share?.of_the_day_se, rest: share?.rest })));
  return found ? [...of("arrangement", found.arrangements), ...of("difference", found.differences)] : [];
}

function openShare(page: Page, ground: Ground, letter: string, share: VarianceShare, estimator: string, measure: string): void {
  page.open({
    kind: "words",
    id: `rests:${ground}:${letter}`,
    title: `${WORDS[ground].name}: ${measure.toLowerCase()}, ${letter}`,
    text: [`${percent(share[ground])} of the variance over what is not known, with a standard error of ${percent(share[`${ground}_se`])}.`, WORDS[ground].meaning, estimator, "A share below nothing, or above all, is the error of the estimate."].join("\n"),
  });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0).replace("-", "−")}%`;
}
