import type { ComponentChildren } from "preact";
import type { Later } from "../later";
import { SideMark } from "../controls/arrangements";
import { capital } from "../format";
import { usePage } from "../page";

interface Props {
  id: string;
  title: string;
  children: ComponentChildren;
  reference?: { current: HTMLElement | null };
}

export function Panel({ id, title, children, reference }: Props) {
  return (
    <section class="panel" id={id} tabIndex={-1} aria-labelledby={`${id}-title`} ref={reference ?? null}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}

/** A ● unconnected, B ◆ integrated: what the two marks stand for. */
export function SidesLegend() {
  const page = usePage();
  return (
    <p class="legend">
      <span>
        <SideMark index={0} /> {capital(page.sideName(0))}
      </span>
      <span>
        <SideMark index={1} /> {capital(page.sideName(1))}
      </span>
    </p>
  );
}

/** What a panel shows while it waits, or when it was refused. */
export function Waiting({ later, what }: { later: Pick<Later<unknown>, "body" | "stale" | "progress" | "trouble">; what: string }) {
  if (later.trouble) {
    return (
      <p class="trouble" role="alert">
        {later.trouble}
      </p>
    );
  }
  if (!later.stale) return null;
  const share = later.progress?.share ?? null;
  return (
    <p class="waiting" role="status">
      {later.body ? "Refining" : "Computing"} {what}
      {later.progress?.stage && later.progress.stage !== "computing" ? `: ${later.progress.stage}` : ""}…
      <progress aria-label={`Progress of ${what}`} {...(share === null ? {} : { value: share })} />
    </p>
  );
}

/** A number that opens what stands behind it; the label goes before it for readers who do not see its row. */
export function Opens({ children, label, onOpen }: { children: ComponentChildren; label: string; onOpen: () => void }) {
  return (
    <button type="button" class="number" onClick={onOpen}>
      <span class="unseen">{label}: </span>
      {children}
    </button>
  );
}
