/** Small parts that the controls are made of. */
import type { ComponentChildren } from "preact";
import type { Named } from "../api";
import { capital } from "../format";
import { usePage } from "../page";

export function Group({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="group">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** A question mark that opens the drawer with what a word means. */
export function Info({ title, text }: { title: string; text: string }) {
  const page = usePage();
  return (
    <button type="button" class="info" aria-label={`What “${title}” means`} onClick={() => page.open({ kind: "words", id: title, title, text })}>
      ?
    </button>
  );
}

/** A word that opens the drawer with what it means. */
export function Term({ words, text }: { words: string; text: string }) {
  const page = usePage();
  return (
    <button type="button" class="term" onClick={() => page.open({ kind: "words", id: words, title: words, text })}>
      {words}
    </button>
  );
}

interface ChoiceProps {
  label: string;
  name: string;
  among: readonly Named[];
  value: string;
  onPick: (id: string) => void;
}

export function Choice({ label, name, among, value, onPick }: ChoiceProps) {
  const meaning = among.map((one) => `${capital(one.name)}: ${one.meaning ?? one.summary ?? ""}`).join("\n");
  return (
    <div class="field">
      <span class="top">
        <label for={`choice-${name}`}>{label}</label> <Info title={label} text={meaning} />
      </span>
      <select id={`choice-${name}`} value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        {among.map((one) => (
          <option key={one.id} value={one.id}>
            {capital(one.name)}
          </option>
        ))}
      </select>
    </div>
  );
}
