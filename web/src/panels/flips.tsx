/** What flips the sign of the difference: one choice at a time, and one fact at a time. */
import { useCallback } from "preact/hooks";
import type { Apart, FactFlip, Flips, InputTried, Settled, Sign } from "../api";
import { ChartFrame } from "../charts/frame";
import { rangedPlot, type Ranged } from "../charts/plots";
import { asGiven, capital } from "../format";
import { useOnRequest } from "../later";
import { intervalText, meanText, shown } from "../measures";
import { usePage, type Page } from "../page";
import { AskedFor, Opens, Panel } from "./panel";

const SIGN_WORDS: Readonly<Record<Sign, string>> = { more: "more leakers in B", fewer: "fewer leakers in B", none: "little or no difference", unsettled: "a sign that is not settled" };

const BECOMES: Readonly<Record<Sign, string>> = { more: "It is settled as more leakers in B", fewer: "It is settled as fewer leakers in B", none: "There is little or no difference", unsettled: "The sign is no longer settled" };

function row(label: string, apart: Apart): Ranged {
  return { label, side: 2, mean: apart.mean, low: apart.epistemic[0], high: apart.epistemic[1] };
}

export function FlipsPanel() {
  return (
    <Panel id="flips" title="What flips the sign">
      <Choices />
      <Facts />
    </Panel>
  );
}

function Choices() {
  const later = useOnRequest<Flips>("flips");
  const flips = later.body;
  const rows = flips ? [row("As asked", flips.base), ...flips.changes.map((change) => row(capital(change.label), change.difference))] : [];
  const key = JSON.stringify(rows);
  const draw = useCallback((width: number) => (rows.length ? rangedPlot(rows, { width, axis: "Difference in expected leakers, B − A", marginLeft: 172, rowHeight: 27 }) : null), [key]);
  return (
    <>
      <h3>Choices of this page, one at a time</h3>
      <div class="pair">
        <AskedFor later={later} has={flips !== null} what="the other choices" button="Try one choice at a time" about="availability, raid, reading of tests, doctrine, procurement: each alone; some seconds" />
      </div>
      {flips && (
        <div class={later.stale ? "behind" : ""}>
          {!later.stale && <Verdict flips={flips} />}
          <ChartFrame
            id="flips-chart"
            title="Difference in expected leakers, one choice changed"
            note={`Left of zero B has fewer leakers, right of it more. ${flips.rule} A line that crosses zero leaves it open.`}
            rows={flips.changes.map((change) => ({ changed: change.field, to: String(change.value), difference: change.difference.mean, trials_2_5: change.difference.low, trials_97_5: change.difference.high, epistemic_5: change.difference.epistemic[0], epistemic_95: change.difference.epistemic[1], sign: change.sign, flips: change.flips }))}
            draw={draw}
            says={rows.map((one) => `${one.label}: ${one.mean.toPrecision(2)}`).join("; ")}
          />
        </div>
      )}
    </>
  );
}

function Verdict({ flips }: { flips: Flips }) {
  const base = flips.base.sign;
  const others = (["fewer", "more", "none", "unsettled"] as const).filter((sign) => sign !== base);
  const found = others.map((sign) => [sign, flips.changes.filter((change) => change.sign === sign)] as const).filter(([, changes]) => changes.length > 0);
  return (
    <p class="verdict">
      As asked there is {said(flips.base)}.{" "}
      {found.length === 0
        ? "No choice tried alone changes that."
        : found.map(([sign, changes]) => `${BECOMES[sign]} with: ${changes.map((change) => change.label).join("; ")}.`).join(" ")}
    </p>
  );
}

function said({ sign, why }: Settled): string {
  if (sign === "unsettled") return `${SIGN_WORDS.unsettled}${why ? ` (${why})` : ""}`;
  return sign === "none" ? SIGN_WORDS.none : `a settled difference: ${SIGN_WORDS[sign]}`;
}

const MEASURES = ["expected_leakers", "warning_time_s", "interceptors_expended"] as const;
const VERDICTS: Readonly<Record<InputTried["verdict"], string>> = { reverses: "reverses the sign", keeps_the_sign: "keeps the sign", not_settled: "leaves it open" };

function Facts() {
  const later = useOnRequest<Flips>("flips", { inputs: true, choices: false });
  const found = later.body?.inputs ?? null;
  const pair = later.body ? found?.differences[`${later.body.names[1]}-minus-${later.body.names[0]}`] : undefined;
  return (
    <>
      <h3>Facts, one at a time within their ranges</h3>
      <div class="pair">
        <AskedFor later={later} has={found !== null} what="the facts" button="Try one fact at a time" about="each fact that might reverse a sign is held at both ends of its range and all is run again; minutes" />
      </div>
      {found && pair && (
        <div class={later.stale ? "behind" : ""}>
          <p class="note">
            {found.screened} inputs looked at, {found.tried} of them run again at both ends, {found.trials.toLocaleString("en-US")} battles each over {found.draws} draws. {found.method}
          </p>
          {MEASURES.map((id) => pair[id] && <FactsOf key={id} id={id} flip={pair[id]} run={`${found.trials.toLocaleString("en-US")} battles over ${found.draws} draws`} />)}
        </div>
      )}
    </>
  );
}

function FactsOf({ id, flip, run }: { id: string; flip: FactFlip; run: string }) {
  const page = usePage();
  const measure = shown(id);
  const rows: Ranged[] = flip.tried.flatMap((tried) => [
    { label: inputName(page, tried.input), side: 0 as const, mean: tried.at_low.mean, low: tried.at_low.epistemic[0], high: tried.at_low.epistemic[1] },
    { label: inputName(page, tried.input), side: 1 as const, mean: tried.at_high.mean, low: tried.at_high.epistemic[0], high: tried.at_high.epistemic[1] },
  ]);
  const key = JSON.stringify(rows);
  const draw = useCallback((width: number) => (rows.length ? rangedPlot(rows, { width, axis: `Difference, B − A${measure.unit ? `, ${measure.unit}` : ""}`, marginLeft: 172, rowHeight: 34 }) : null), [key]);
  const open = (tried: InputTried, end: "low" | "high") =>
    page.open({
      kind: "estimate", id: `${id}:${tried.input}:${end}`, title: `${inputName(page, tried.input)} held at ${brief(tried[end])} ${tried.unit}: ${measure.name.toLowerCase()}`,
      text: `The difference B minus A with this input held at the ${end} end of its range in every draw, all else as drawn and on the same luck. ${run}.`,
      of: { estimate: end === "low" ? tried.at_low : tried.at_high, measure, over: "Derived by simulation, B minus A" },
    });
  return (
    <section class="facts-of" aria-label={measure.name}>
      <h4>{measure.name}</h4>
      <p>{withFactNames(page, flip)}</p>
      {flip.tried.length > 0 && (
        <>
          <ChartFrame
            id={`flips-${id}`}
            title={`Difference in ${measure.name.toLowerCase()}, one fact held`}
            note="Circle at the low end of the fact's range, diamond at the high end; lines hold the 5th to 95th percentile over what else is not known."
            rows={flip.tried.map((tried) => ({ measure: id, input: tried.input, role: tried.role, basis: tried.basis, unit: tried.unit, low: tried.low, high: tried.high, at_low: tried.at_low.mean, at_low_se: tried.at_low.mc_se, at_high: tried.at_high.mean, at_high_se: tried.at_high.mc_se, verdict: tried.verdict }))}
            draw={draw}
            says={flip.tried.map((tried) => `${tried.input} ${VERDICTS[tried.verdict]}`).join("; ")}
          />
          <table class="plain tried">
            <thead>
              <tr>
                <th scope="col">Held at an end of its range</th>
                <th scope="col">Low end</th>
                <th scope="col">High end</th>
                <th scope="col">Finding</th>
              </tr>
            </thead>
            <tbody>
              {flip.tried.map((tried) => (
                <tr key={tried.input}>
                  <th scope="row">
                    <button type="button" class="link" onClick={() => page.openInput(tried.input, tried.role)}>
                      {inputName(page, tried.input)}
                    </button>
                    <small>
                      <span class={`basis ${tried.basis}`}>{tried.basis}</span> {brief(tried.low)} to {brief(tried.high)} {tried.unit}
                    </small>
                  </th>
                  {(["low", "high"] as const).map((end) => {
                    const estimate = end === "low" ? tried.at_low : tried.at_high;
                    return (
                      <td key={end}>
                        <Opens label={`${inputName(page, tried.input)} at its ${end} end`} onOpen={() => open(tried, end)}>
                          <b>{meanText(estimate, measure, true)}</b>
                          <small>{intervalText(estimate, measure, true)}</small>
                        </Opens>
                      </td>
                    );
                  })}
                  <td>{VERDICTS[tried.verdict]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}

/** Three digits are enough for an end of a range. */
function brief(value: number): string {
  return asGiven(Number(value.toPrecision(3)));
}

function inputName(page: Page, id: string): string {
  return capital(page.factName(id));
}

/** A finding with names in place of ids. */
function withFactNames(page: Page, flip: FactFlip): string {
  return flip.tried.reduce((text, tried) => text.replaceAll(tried.input, `“${page.factName(tried.input)}”`), flip.text);
}
