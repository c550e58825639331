import { useState } from "preact/hooks";

/** Text to take along: shown as it is, copied whole. */
export function Copyable({ title, text }: { title: string; text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <section class="copyable">
      <div class="bar">
        <h3>{title}</h3>
        <button type="button" aria-label={`Copy: ${title}`} onClick={() => void copy()}>
          {copied ? "Copied" : "Copy"}
        </button>
      </div>
      <pre tabIndex={0} aria-label={title}>
        {text}
      </pre>
    </section>
  );
}
