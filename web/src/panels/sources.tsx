/** Every fact that the answer read, with its basis; each opens its source, derivation or assumption. */
import { useState } from "preact/hooks";
import { csvText, saveText } from "../charts/files";
import { asGiven } from "../format";
import { usePage } from "../page";
import { Panel } from "./panel";

const BASES = ["reported", "derived", "assumed"] as const;

export function SourcesPanel() {
  const page = usePage();
  const [basis, setBasis] = useState<string>("all");
  const [sought, setSought] = useState("");
  const facts = page.refined?.comparison.facts_used ?? [];
  const words = sought.toLowerCase();
  const listed = facts.filter((fact) => (basis === "all" || fact.basis === basis) && (!words || `${fact.fact} ${page.factName(fact.fact)} ${fact.role}`.toLowerCase().includes(words)));
  const count = (of: string) => facts.filter((fact) => fact.basis === of).length;
  return (
    <Panel id="sources" title="Sources and assumptions">
      {facts.length === 0 ? (
        <p class="note">The list of facts comes with the refined answer.</p>
      ) : (
        <>
          <p class="note">
            The answer reads {facts.length} facts: {BASES.map((of) => `${count(of)} ${of}`).join(", ")}. Most ranges of military systems are not published; where a fact is assumed its width is part of the answer's.
          </p>
          <div class="pair">
            <label class="field inline">
              <span>Basis</span>
              <select value={basis} onChange={(event) => setBasis(event.currentTarget.value)}>
                {["all", ...BASES].map((of) => (
                  <option key={of} value={of}>
                    {of}
                  </option>
                ))}
              </select>
            </label>
            <label class="field inline">
              <span>Find</span>
              <input type="search" value={sought} onInput={(event) => setSought(event.currentTarget.value)} />
            </label>
          </div>
          <ul class="facts">
            {listed.map((fact) => (
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
          <div class="take">
            <button type="button" aria-label="Facts: CSV" onClick={() => saveText(`shieldwall-${page.asked.scenario}-facts.csv`, csvText(facts.map((fact) => ({ ...fact, sources: fact.sources.join(" ") }))), "text/csv")}>
              CSV
            </button>
          </div>
        </>
      )}
    </Panel>
  );
}
