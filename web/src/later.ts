/** What a panel asks of the server once it is seen and the reader rests. */
import { useEffect, useRef, useState } from "preact/hooks";
import { isAbort, post, reason, runJob, type Progress } from "./client";
import { usePage } from "./page";
import type { Asked } from "./state";

export interface Later<Body> {
  body: Body | null;
  /** Nothing yet, or the body belongs to an older question. */
  stale: boolean;
  progress: Progress | null;
  trouble: string | null;
}

/** What is being worked out now for panels. */
const underWay = new Set<object>();

/** Wait until no panel waits for an answer any more, or the time is over. */
export async function nothingUnderWay(most_ms: number): Promise<void> {
  const end = performance.now() + most_ms;
  do await new Promise((resolve) => setTimeout(resolve, 250));
  while (underWay.size > 0 && performance.now() < end);
}

/** Whether an element has been near the view at least once, or is to be printed. */
export function useSeen<Kind extends Element>(): [{ current: Kind | null }, boolean] {
  const page = usePage();
  const element = useRef<Kind>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (!target || seen) return;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && setSeen(true), { rootMargin: "120px" });
    observer.observe(target);
    return () => observer.disconnect();
  }, [seen]);
  return [element, seen || page.whole];
}

export interface OnRequest<Body> extends Later<Body> {
  /** Asked for, of the question that stands. */
  wanted: boolean;
  start: () => void;
  cancel: () => void;
}

/** A job that takes a while: asked for by the reader, called off by the reader or when the question changes. */
export function useOnRequest<Body>(path: string, extra: Record<string, unknown> = {}): OnRequest<Body> {
  const page = usePage();
  const [wantedOf, setWantedOf] = useState<Asked | null>(null);
  const wanted = wantedOf !== null && wantedOf === page.asked;
  const later = useLater<Body>(wanted && page.settled === page.asked ? path : null, extra, true);
  return { ...later, wanted, start: () => setWantedOf(page.asked), cancel: () => setWantedOf(null) };
}

interface Held<Body> {
  body: Body | null;
  /** The question and what stood beside it that the body answers. */
  of: Asked | null;
  beside: string;
  finished: boolean;
  progress: Progress | null;
  trouble: string | null;
}

/**
 * Ask once the question has settled.
 *
 * @param path where to ask; null asks nothing and keeps what there is
 * @param extra what goes beside the state
 * @param job whether the answer comes from a job, with progress and partial answers
 */
export function useLater<Body>(path: string | null, extra: Record<string, unknown> = {}, job = false): Later<Body> {
  const page = usePage();
  const [held, setHeld] = useState<Held<Body>>({ body: null, of: null, beside: "", finished: false, progress: null, trouble: null });
  const beside = JSON.stringify(extra);
  const asked = page.settled;

  useEffect(() => {
    if (path === null || asked === null) return;
    if (held.finished && held.of === asked && held.beside === beside) return;
    const control = new AbortController();
    underWay.add(control);
    const set = (change: (before: Held<Body>) => Held<Body>): void => {
      if (!control.signal.aborted) setHeld(change);
    };
    set((before) => ({ ...before, finished: false, progress: null, trouble: null }));
    const take = (body: Body, finished: boolean): void => set((before) => ({ ...before, body, of: asked, beside, finished }));
    const body = { state: asked, ...(JSON.parse(beside) as Record<string, unknown>) };
    const answered = job
      ? runJob<Body>(path, body, control.signal, {
          progress: (progress) => set((before) => ({ ...before, progress })),
          partial: (partial) => take(partial, false),
        }).then((done) => done.result)
      : post<Body>(path, body, control.signal);
    answered
      .then((result) => take(result, true))
      .catch((error: unknown) => {
        if (!isAbort(error)) set((before) => ({ ...before, of: asked, beside, finished: true, trouble: reason(error) }));
      })
      .finally(() => underWay.delete(control));
    return () => {
      underWay.delete(control);
      control.abort();
    };
  }, [path, beside, job, asked]);

  const current = held.finished && held.of === page.asked && held.beside === beside;
  return { body: held.body, stale: !current, progress: held.progress, trouble: current ? held.trouble : null };
}
