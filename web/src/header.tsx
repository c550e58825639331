import { useState } from "preact/hooks";
import type { DialogState } from "./dialogs/dialogs";
import { longDate } from "./format";
import { usePage } from "./page";

export function Header({ dialogs }: { dialogs: DialogState }) {
  const page = usePage();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await page.copyLink();
    setCopied(true);
    setTimeout(() => setCopied(false), 1800);
  };
  return (
    <header class="head">
      <div class="brand">
        <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
          <path d="M5 4h22v12c0 6-5 9.500-11 12C10 25.500 5 22 5 16z" fill="currentColor" />
          <path d="M5 11h22M5 18h22M12 4v7M20 4v7M16 11v7M11.500 18v8M20.500 18v8" stroke="#fff" stroke-width="1.500" fill="none" />
        </svg>
        <h1>Shieldwall</h1>
      </div>
      <p class="question">
        <strong>{page.question}</strong>
        <span>
          {page.title.includes(longDate(page.asked.date)) ? page.title : `${page.title}, asked for ${longDate(page.asked.date)}`}. Raids are hypothetical; a leaker is not a casualty.
        </span>
      </p>
      <nav aria-label="Take it along">
        <button type="button" onClick={() => void copy()}>
          <span aria-live="polite">{copied ? "Link copied" : "Copy link"}</span>
        </button>
        <button type="button" onClick={() => dialogs.open("cite")}>
          Cite this result
        </button>
        <button type="button" onClick={() => dialogs.open("reproduce")}>
          Reproduce
        </button>
        <button type="button" class="strong" onClick={() => dialogs.open("brief")}>
          Download
        </button>
      </nav>
      {page.changes.length > 0 && (
        <div class="changed" role="status">
          <div>
            <strong>This link is from another time.</strong>
            <ul>
              {page.changes.map((change) => (
                <li key={change}>{change}</li>
              ))}
            </ul>
          </div>
          <button type="button" onClick={() => page.forgetChanges()}>
            Understood
          </button>
        </div>
      )}
      {page.trouble && (
        <p class="trouble" role="alert">
          {page.trouble}
        </p>
      )}
    </header>
  );
}
