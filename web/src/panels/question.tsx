/** What was asked, in words: on paper, where the controls are not. */
import { capital, longDate, plain } from "../format";
import { usePage } from "../page";

export function QuestionOnPaper() {
  const page = usePage();
  const { asked, meta } = page;
  const named = (among: readonly { id: string; name: string }[], id: string) => among.find((one) => one.id === id)?.name ?? plain(id);
  const rows: [string, string][] = [
    ["Date", longDate(asked.date)],
    ["Arrangement A", capital(page.sideName(0))],
    ["Arrangement B", capital(page.sideName(1))],
    ["Raid (hypothetical)", `${asked.raid_size} missiles`],
    ["Availability", named(meta.availability, asked.availability)],
    ["Options", asked.options.map((id) => named(meta.options, id)).join("; ") || "none"],
    ["Left out", asked.without.map(plain).join("; ") || "none"],
    ["Procurement", named(meta.counterfactuals, asked.counterfactual)],
    ["Doctrine", named(meta.doctrines, asked.doctrine)],
    ["Test record read as", `${named(meta.readings, asked.reading)}; ${named(meta.knowledge, asked.knowledge).toLowerCase()}`],
    ["False tracks", asked.false_tracks ? "networks may show them" : "none"],
    ["Seed", String(asked.seed)],
    ["Versions", `Shieldwall ${meta.versions.code}, data ${meta.versions.data}`],
  ];
  return (
    <dl class="paper question-asked">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
