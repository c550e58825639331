import type { ComponentChildren } from "preact";
import type { Later, OnRequest } from "../later";
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
      <span class="now">
        {later.body ? "Refining" : "Computing"} {what}
        {later.progress?.stage && later.progress.stage !== "computing" ? `: ${later.progress.stage}` : ""}…
      </span>
      <span class="paper">Not worked out when this page was printed.</span>
      <progress aria-label={`Progress of ${what}`} {...(share === null ? {} : { value: share })} />
    </p>
  );
}

interface AskedForProps {
  later: OnRequest<unknown>;
  has: boolean;
  what: string;
  button: string;
  about: string;
}

/** The way to ask for a job that takes a while, its progress, and the way to call it off. */
export function AskedFor({ later, has, what, button, about }: AskedForProps) {
  if (later.wanted && (later.stale || later.trouble)) {
    return (
      <>
        <Waiting later={later} what={what} />
        <button type="button" onClick={later.cancel}>
          {later.trouble ? "Put away" : `Stop: ${what}`}
        </button>
      </>
    );
  }
  if (has && !later.stale) return null;
  return (
    <p class="ask-for">
      <span class="paper">Not asked for when this page was printed.</span>
      <button type="button" onClick={later.start}>
        {has ? `${button} again` : button}
      </button>{" "}
      <span class="note">{has ? "What stands below is of an earlier question, or unfinished." : `${capital(about)}.`}</span>
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
