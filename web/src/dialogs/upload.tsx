/** A scenario of the reader's own: from a file or typed in; every error stands at its line. */
import { useRef, useState } from "preact/hooks";
import type { FieldError, StateAnswer } from "../api";
import { errorText, post, postText, reason, Refused } from "../client";
import { usePage } from "../page";

const MOST_BYTES = 64 * 1024;

export function UploadView({ onDone }: { onDone: () => void }) {
  const page = usePage();
  const [text, setText] = useState("");
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);

  const take = async (yaml: string) => {
    setBusy(true);
    setErrors([]);
    setTrouble(null);
    try {
      const parsed = await post<StateAnswer>("scenario/parse", { yaml });
      await page.enter(parsed.state);
      onDone();
    } catch (error) {
      if (error instanceof Refused && error.status === 422) setErrors(error.errors);
      else setTrouble(reason(error));
    } finally {
      setBusy(false);
    }
  };

  const open = async (file: File | undefined) => {
    if (!file) return;
    setErrors([]);
    if (file.size > MOST_BYTES) {
      setTrouble(`The file has ${Math.ceil(file.size / 1024)} kB; a scenario has at most 64 kB.`);
      return;
    }
    const yaml = await file.text();
    setText(yaml);
    await take(yaml);
  };

  const start = async () => {
    try {
      setText(await postText("scenario/yaml", { state: page.asked }));
    } catch (error) {
      setTrouble(reason(error));
    }
  };

  const goTo = (line: number) => {
    const element = area.current;
    if (!element) return;
    const before = text.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    const end = text.indexOf("\n", before);
    element.focus();
    element.setSelectionRange(before, end < 0 ? text.length : end);
    element.scrollTop = Math.max(0, (line - 4) * 18);
  };

  return (
    <>
      <p>A scenario is a YAML file: a date, parties, a hypothetical raid and the arrangements to compare. It stays on this machine; nothing in it is run.</p>
      <div class="pair">
        <label class="file">
          <input type="file" accept=".yaml,.yml,text/yaml" onChange={(event) => void open(event.currentTarget.files?.[0])} />
          <span>Choose a file…</span>
        </label>
        <button type="button" onClick={() => void start()}>
          Start from this page's scenario
        </button>
      </div>
      {trouble && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      {errors.length > 0 && (
        <div class="errors" role="alert">
          <strong>{errors.length === 1 ? "One thing is wrong:" : `${errors.length} things are wrong:`}</strong>
          <ul>
            {errors.map((error) => (
              <li key={error.field + error.message} data-field={error.field}>
                {error.field && <code>{error.field}</code>} {errorText({ ...error, line: null })}{" "}
                {error.line !== null && (
                  <button type="button" class="link" onClick={() => goTo(error.line ?? 1)}>
                    line {error.line}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      <label class="yaml">
        <span>Scenario (YAML)</span>
        <textarea ref={area} rows={16} spellcheck={false} value={text} aria-invalid={errors.length > 0} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <p>
        <button type="button" class="strong" disabled={busy || text.trim() === ""} onClick={() => void take(text)}>
          {busy ? "Reading…" : "Use this scenario"}
        </button>
      </p>
    </>
  );
}
