/** Interceptors and money: what the raid takes, what programmes cost each party, and what each saved. */
import { useCallback } from "preact/hooks";
import type { Money, Spread } from "../api";
import { ChartFrame } from "../charts/frame";
import { rangedPlot, type Ranged } from "../charts/plots";
import { number, signed, within } from "../format";
import { useLater, useSeen } from "../later";
import { sides } from "../measures";
import { usePage, type Page } from "../page";
import { Opens, Panel, SidesLegend, Waiting } from "./panel";

export function MoneyPanel() {
  const page = usePage();
  const [reference, seen] = useSeen<HTMLElement>();
  const later = useLater<Money>(seen && page.answer ? "money" : null);
  const { answer } = page;
  const of = answer ? sides(answer) : null;
  const rows: Ranged[] = [];
  for (const measure of ["interceptors_expended", "interceptors_remaining"] as const) {
    [of?.a[measure], of?.b[measure]].forEach((estimate, side) => {
      for (const [party, mine] of Object.entries(estimate?.by_party ?? {})) {
        rows.push({ label: `${party}, ${measure === "interceptors_expended" ? "expended" : "remaining"}`, side: side as 0 | 1, mean: mine.mean, low: mine.epistemic[0], high: mine.epistemic[1] });
      }
    });
  }
  const key = JSON.stringify(rows);
  const draw = useCallback((width: number) => (rows.length ? rangedPlot(rows, { width, axis: "Interceptors", marginLeft: 100 }) : null), [key]);
  const money = later.body;
  return (
    <Panel id="money" title="Interceptors and money" reference={reference}>
      <ChartFrame id="interceptors-chart" title="Interceptors by the party that owns them" rows={rows.map((row) => ({ group: row.label, arrangement: answer?.names[row.side as 0 | 1] ?? "", mean: row.mean, epistemic_5: row.low, epistemic_95: row.high }))} draw={draw} says="Expended and remaining, A and B with intervals.">
        <SidesLegend />
      </ChartFrame>
      <Waiting later={later} what="costs" />
      {money && (
        <>
          <h3>Who pays: {within(page.meta.counterfactuals.find((one) => one.id === money.counterfactual)?.name ?? money.counterfactual)}</h3>
          <p class="note">
            {money.meaning} {money.on_this_date.join(" ")}
          </p>
          {money.programmes.map((programme) => (
            <ProgrammeTable key={programme.id} programme={programme} />
          ))}
          {money.counterfactual === "as_fielded" && <p class="note">To see what each party saved, name another world under “Procurement” on the left.</p>}
          <p class="note">Not in these sums: {money.not_modelled.join("; ")}.</p>
        </>
      )}
    </Panel>
  );
}

function ProgrammeTable({ programme }: { programme: Money["programmes"][number] }) {
  const page = usePage();
  const open = () => page.open({ kind: "record", id: programme.id });
  const { contributions, savings, production } = programme;
  return (
    <table class="plain">
      <caption>
        <button type="button" class="link" onClick={open}>
          {programme.name}
        </button>
        <small>
          Million dollars, {contributions.prices} prices; total {number(contributions.total_million_usd)}
        </small>
      </caption>
      <thead>
        <tr>
          <th scope="col">Party</th>
          <th scope="col">Paid</th>
          <th scope="col">Share</th>
          {savings.parties && <th scope="col">Saving, development</th>}
          {production && <th scope="col">Saving, production (prices of {production.price_year})</th>}
        </tr>
      </thead>
      <tbody>
        {Object.entries(contributions.parties).map(([party, paid]) => (
          <tr key={party}>
            <th scope="row">{party}</th>
            <td>
              <Opens label={`${programme.name}, paid by ${party}`} onOpen={open}>
                <b>{number(paid.million_usd)}</b>
                {paid.missing.length > 0 && <small>{paid.missing.length} years not found</small>}
              </Opens>
            </td>
            <td>
              <Opens label={`${programme.name}, share of ${party}`} onOpen={open}>
                <b class="light">{number(100 * (programme.shares[party] ?? 0))}%</b>
              </Opens>
            </td>
            {savings.parties && <Saving spread={savings.parties[party]?.saving_million_usd} label={`${programme.name}, saving of ${party} in development`} onOpen={() => openSaving(page, programme)} />}
            {production && <Saving spread={production.parties[party]?.saving_million_usd} label={`${programme.name}, saving of ${party} in production`} onOpen={() => openSaving(page, programme)} />}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Saving({ spread, label, onOpen }: { spread: Spread | undefined; label: string; onOpen: () => void }) {
  if (!spread) return <td>n/a</td>;
  return (
    <td>
      <Opens label={label} onOpen={onOpen}>
        <b class="light">{signed(spread.mean)}</b>
        <small>
          {signed(spread.low)} to {signed(spread.high)}
        </small>
      </Opens>
    </td>
  );
}

/** A saving rests on the programme's record and on the world that it is measured against. */
function openSaving(page: Page, programme: Money["programmes"][number]): void {
  page.open({ kind: "words", id: programme.id, title: `${programme.name}: savings`, text: `What a party would have paid in the other world less what it paid, with the 5th to 95th percentile over what is not known of it.\nThe programme's own record holds what was paid, by year and source, and what is assumed; its name above the table opens it.\nOn the command line: ${programme.command}` });
}
