/** What stands behind an outcome: its three uncertainties, its parts, its meaning and the facts it rests on. */
import type { Estimate } from "../api";
import { asGiven, capital, number, plain } from "../format";
import { intervalText, meanText, scaled, settledSign, shown, SIGN_WORDS, sides, type Shown } from "../measures";
import { usePage, type Drawer } from "../page";

export function OutcomeView({ id }: { id: string }) {
  const page = usePage();
  const [measureId = "", side = "0"] = id.split(":");
  const measure = shown(measureId);
  const { answer } = page;
  if (!answer) return <h2 id="drawer-title">{measure.name}</h2>;
  const of = sides(answer);
  const apart = side === "difference";
  const estimate = (apart ? of.difference : side === "0" ? of.a : of.b)?.[measureId];
  const whose = apart ? "B minus A" : `${side === "0" ? "A" : "B"}: ${page.sideName(side === "0" ? 0 : 1)}`;
  if (!estimate) return <h2 id="drawer-title">{measure.name}</h2>;
  return (
    <>
      <p class="over">
        Derived by simulation, {whose}
      </p>
      <h2 id="drawer-title">{measure.name.replace("… ", "People in engageable places, ")}</h2>
      <p class="figure">
        {meanText(estimate, measure, apart)} <small>{measure.unit}</small>
      </p>
      <p>{capital(page.meta.measures.find((one) => one.id === measureId)?.meaning ?? "")}.</p>
      {apart && <p>The sign: {SIGN_WORDS[settledSign(estimate)]}. It is called settled only where nine tenths of what is not known agree on it and the luck of the trials cannot have made it up.</p>}
      <Uncertainties estimate={estimate} measure={measure} sign={apart} />
      <Parts title="By party" parts={estimate.by_party} measure={measure} sign={apart} />
      <Parts title="By beneficiary" parts={estimate.by_beneficiary} measure={measure} sign={apart} />
      <FactsRead />
      <p class="note">
        {answer.precision.trials.toLocaleString("en-US")} battles over {answer.precision.draws} draws, seed {answer.comparison.seed}; Shieldwall {page.meta.versions.code}, data {page.meta.versions.data}. A leaker is not a casualty.
      </p>
    </>
  );
}

export function ShareView({ id }: { id: string }) {
  const page = usePage();
  const [measureId = "", mechanism = ""] = id.split(":");
  const measure = shown(measureId);
  const share = page.refined?.comparison.attribution[measureId]?.[mechanism];
  const pair = page.attribution;
  return (
    <>
      <p class="over">Associated difference, Shapley value</p>
      <h2 id="drawer-title">
        {capital(plain(mechanism))}: {measure.name.toLowerCase()}
      </h2>
      {share && (
        <>
          <p class="figure">
            {meanText(share, measure, true)} <small>{measure.unit}</small>
          </p>
          <p>
            The mean difference that switching this mechanism makes, over the orders in which the mechanisms can be switched{pair ? ` from “${plain(pair.base)}” to “${plain(pair.top)}”` : ""}. It is an association within this model and scenario, no cause in the world.
          </p>
          <dl>
            <dt>First in</dt>
            <dd>{number(share.first_in * measure.factor)}: switched alone, with no other</dd>
            <dt>Last in</dt>
            <dd>{number(share.last_in * measure.factor)}: switched last, with all others on</dd>
          </dl>
          <Uncertainties estimate={share} measure={measure} sign />
          <FactsRead />
        </>
      )}
    </>
  );
}

/** An estimate that is neither A's nor B's: the effect of a loss, or a difference with a fact held. */
export function EstimateView({ drawer }: { drawer: Drawer }) {
  if (!drawer.of) return null;
  const { estimate, measure, over } = drawer.of;
  return (
    <>
      <p class="over">{over}</p>
      <h2 id="drawer-title">{drawer.title}</h2>
      <p class="figure">
        {meanText(estimate, measure, true)} <small>{measure.unit}</small>
      </p>
      <p>{drawer.text}</p>
      <Uncertainties estimate={estimate} measure={measure} sign />
      <FactsRead />
    </>
  );
}

function Uncertainties({ estimate, measure, sign }: { estimate: Estimate; measure: Shown; sign: boolean }) {
  const predictive = scaled(estimate.predictive, measure.factor);
  return (
    <dl>
      <dt>What is not known</dt>
      <dd>{intervalText(estimate, measure, sign)}: 5th to 95th percentile over draws of the facts within their ranges. Better sources make it narrower.</dd>
      <dt>Luck of one raid</dt>
      <dd>
        {number(predictive[0])} to {number(predictive[1])}: 5th to 95th percentile of a single raid. Nothing makes it narrower.
      </dd>
      <dt>Simulation error</dt>
      <dd>± {(estimate.mc_se * measure.factor).toPrecision(2)} (standard error of the mean). More trials make it smaller.</dd>
    </dl>
  );
}

function Parts({ title, parts, measure, sign }: { title: string; parts: Record<string, Estimate> | null | undefined; measure: Shown; sign: boolean }) {
  if (!parts) return null;
  return (
    <>
      <h3>{title}</h3>
      <table class="plain">
        <tbody>
          {Object.entries(parts).map(([name, estimate]) => (
            <tr key={name}>
              <th scope="row">{name.length === 3 ? name : capital(plain(name))}</th>
              <td>{meanText(estimate, measure, sign)}</td>
              <td>{intervalText(estimate, measure, sign)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const FIRST = 12;

function FactsRead() {
  const page = usePage();
  const facts = page.refined?.comparison.facts_used ?? [];
  if (facts.length === 0) return <p class="note">The list of facts that it rests on comes with the refined answer.</p>;
  const assumed = facts.filter((fact) => fact.basis === "assumed");
  return (
    <>
      <h3>Rests on</h3>
      <p>
        {facts.length} facts, of which {assumed.length} are assumed. The first of those; all are under “Sources and assumptions”.
      </p>
      <ul class="facts">
        {assumed.slice(0, FIRST).map((fact) => (
          <li key={fact.fact + fact.role}>
            <button type="button" onClick={() => page.open({ kind: "fact", id: fact.fact })}>
              <span class={`basis ${fact.basis}`}>{fact.basis}</span>
              <span class="name">{page.factName(fact.fact)}</span>
              <span class="value">
                {asGiven(fact.value)} {fact.unit}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
