/** One fact: value, range, basis, sources, derivation and disputes. */
import type { Fact } from "../api";
import { asGiven, capital, plain } from "../format";
import { usePage } from "../page";
import { Cites } from "./cites";
import { Loading, useCatalogue } from "./load";

const BASIS_WORDS: Readonly<Record<string, string>> = {
  reported: "A source says so.",
  derived: "Worked out from what sources say; how is written below.",
  assumed: "No source says so; the reason for the value and its range is written below.",
};

export function FactView({ id }: { id: string }) {
  const page = usePage();
  const { body: fact, trouble } = useCatalogue<Fact>(`fact/${id}`);
  if (!fact) return <Loading id={id} trouble={trouble} />;
  return (
    <>
      <p class="over">
        <button type="button" class="link" onClick={() => page.open({ kind: "record", id: fact.record })}>
          {fact.record_name}
        </button>
      </p>
      <h2 id="drawer-title">{capital(fact.label || plain(id))}</h2>
      <p class="figure">
        {asGiven(fact.value)} <small>{fact.unit}</small>
      </p>
      <dl>
        {fact.low !== null && fact.high !== null && (
          <>
            <dt>Range</dt>
            <dd>
              {fact.low} to {fact.high} {fact.unit}
              {fact.spread ? ` (${plain(fact.spread)})` : ""}
            </dd>
          </>
        )}
        <dt>Basis</dt>
        <dd>
          <span class={`basis ${fact.basis}`}>{fact.basis}</span> {BASIS_WORDS[fact.basis]}
        </dd>
        {fact.price_year !== null && (
          <>
            <dt>Prices of</dt>
            <dd>{fact.price_year}</dd>
          </>
        )}
        {fact.as_of && (
          <>
            <dt>As of</dt>
            <dd>{fact.as_of}</dd>
          </>
        )}
        {fact.rechecked_on && (
          <>
            <dt>Rechecked on</dt>
            <dd>{fact.rechecked_on}</dd>
          </>
        )}
      </dl>
      {fact.derivation && (
        <>
          <h3>{fact.basis === "assumed" ? "Why this assumption" : "Derivation"}</h3>
          <p>{fact.derivation}</p>
        </>
      )}
      <h3>Sources</h3>
      <Cites cites={fact.cites} />
      {fact.disputes.length > 0 && (
        <>
          <h3>Sources disagree</h3>
          {fact.disputes.map((dispute) => (
            <div class="dispute" key={dispute.reason}>
              <p>
                {dispute.value !== null && <b>{dispute.value} </b>}
                {dispute.low !== null && dispute.high !== null && (
                  <b>
                    ({dispute.low} to {dispute.high}){" "}
                  </b>
                )}
                {dispute.reason}
              </p>
              <Cites cites={dispute.cites} />
            </div>
          ))}
        </>
      )}
      <p class="note">
        On the command line: <code>shieldwall catalogue show {id}</code>
      </p>
    </>
  );
}
