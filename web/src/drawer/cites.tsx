import type { CiteLine } from "../api";
import { usePage } from "../page";

/** Sources with where in them it stands; each opens the source's own page. */
export function Cites({ cites }: { cites: readonly CiteLine[] }) {
  const page = usePage();
  if (cites.length === 0) return <p class="note">No source: see how it was derived or assumed.</p>;
  return (
    <ul class="cites">
      {cites.map((cite) => (
        <li key={`${cite.source}${cite.locator ?? ""}${cite.note ?? ""}`}>
          <button type="button" class="link" onClick={() => page.open({ kind: "source", id: cite.source })}>
            {cite.title ?? cite.source}
          </button>
          <small>
            {[cite.publisher, cite.published, cite.locator].filter(Boolean).join(", ")}
            {cite.note ? `: ${cite.note}` : ""}
          </small>
        </li>
      ))}
    </ul>
  );
}
