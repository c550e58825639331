/** One record of the catalogue: a system, a unit, an agreement, an option. */
import type { RecordAnswer } from "../api";
import { asGiven, capital, plain } from "../format";
import { usePage } from "../page";
import { Cites } from "./cites";
import { Loading, useCatalogue } from "./load";

export function RecordView({ id }: { id: string }) {
  const page = usePage();
  const { body: record, trouble } = useCatalogue<RecordAnswer>(`record/${id}`);
  if (!record) return <Loading id={id} trouble={trouble} />;
  const left = page.asked.without;
  const out = left.includes(id);
  return (
    <>
      <p class="over">{capital(plain(record.kind))}</p>
      <h2 id="drawer-title">{record.name}</h2>
      {record.note && <p>{record.note}</p>}
      {record.kind === "unit" && (
        <p>
          <button type="button" onClick={() => page.ask({ without: out ? left.filter((one) => one !== id) : [...left, id] })}>
            {out ? "Put it back into the forces" : "Leave it out of the forces"}
          </button>
        </p>
      )}
      {record.facts.length > 0 && (
        <>
          <h3>Facts</h3>
          <ul class="facts">
            {record.facts.map((fact) => (
              <li key={fact.id}>
                <button type="button" onClick={() => page.open({ kind: "fact", id: fact.id })}>
                  <span class={`basis ${fact.basis}`}>{fact.basis}</span>
                  <span class="name">{fact.label || plain(fact.id)}</span>
                  <span class="value">
                    {asGiven(fact.value)} {fact.unit}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>Sources</h3>
      <Cites cites={record.cites} />
      <p class="note">
        On the command line: <code>shieldwall catalogue show {id}</code>
      </p>
    </>
  );
}
