import type { SourceAnswer } from "../api";
import { plain } from "../format";
import { usePage } from "../page";
import { Loading, useCatalogue } from "./load";

export function SourceView({ id }: { id: string }) {
  const page = usePage();
  const { body: source, trouble } = useCatalogue<SourceAnswer>(`sources/${id}`);
  if (!source) return <Loading id={id} trouble={trouble} />;
  return (
    <>
      <p class="over">Source, {plain(source.kind)}</p>
      <h2 id="drawer-title">{source.title}</h2>
      <p>{[source.author, source.publisher, source.published].filter(Boolean).join(", ")}</p>
      {source.url && (
        <p class="address">
          <a href={source.url} target="_blank" rel="noopener noreferrer">
            {source.url}
          </a>
          <small>Opens on the publisher's own site, outside this page.</small>
        </p>
      )}
      {source.licence && <p class="note">Licence: {source.licence}</p>}
      {source.note && <p class="note">{source.note}</p>}
      {source.cited_by.length > 0 && (
        <>
          <h3>Cited by</h3>
          <ul class="cites">
            {source.cited_by.map((record) => (
              <li key={record.id}>
                <button type="button" class="link" onClick={() => page.open({ kind: record.id.includes(".") ? "fact" : "record", id: record.id })}>
                  {record.name}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
