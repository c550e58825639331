/** Calls to the server: every refusal becomes a `Refused` with its errors by field; jobs report as they go. */
import type { FieldError } from "./api";

export class Refused extends Error {
  readonly status: number;
  readonly errors: FieldError[];

  constructor(status: number, errors: FieldError[]) {
    super(errors.map(fieldText).join(" ") || `The server answered ${status}.`);
    this.status = status;
    this.errors = errors;
  }
}

/** An error with the field that it is about before it. */
function fieldText(error: FieldError): string {
  const field = error.field.replace(/^state\./, "").replaceAll("_", " ").replaceAll(".", " ");
  return field ? `${field.charAt(0).toUpperCase()}${field.slice(1)}: ${errorText(error)}` : errorText(error);
}

export function errorText(error: FieldError): string {
  const place = error.line === null || error.line === undefined ? "" : `Line ${error.line}: `;
  const nearest = error.suggestion && !error.message.includes(error.suggestion) ? ` Did you mean “${error.suggestion}”?` : "";
  return `${place}${error.message}${nearest}`;
}

/** What went wrong, in words for the reader. */
export function reason(error: unknown): string {
  if (error instanceof Refused) return error.message;
  if (error instanceof TypeError) return "The server cannot be reached. It runs on your own machine: is “shieldwall explore” still running?";
  return error instanceof Error ? error.message : String(error);
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

const CLIENT = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const MOST_WAITS = 4;
const LONGEST_WAIT_S = 5;

async function call(method: string, path: string, body: unknown, signal: AbortSignal | undefined): Promise<Response> {
  for (let attempt = 0; ; attempt += 1) {
    const headers: Record<string, string> = { "X-Client": CLIENT };
    const request: RequestInit = { method, headers };
    if (signal) request.signal = signal;
    if (body !== undefined) {
      headers["Content-Type"] = "application/json";
      request.body = JSON.stringify(body);
    }
    const response = await fetch(`api/${path}`, request);
    if (response.ok) return response;
    const busy = response.status === 429 || response.status === 503;
    if (busy && attempt < MOST_WAITS) {
      const wait = Math.min(LONGEST_WAIT_S, Number(response.headers.get("Retry-After")) || 1);
      await pause(1000 * wait, signal);
      continue;
    }
    throw new Refused(response.status, await errorsOf(response));
  }
}

async function errorsOf(response: Response): Promise<FieldError[]> {
  try {
    const body = (await response.json()) as { errors?: FieldError[] };
    if (Array.isArray(body.errors) && body.errors.length > 0) return body.errors;
  } catch {
    // Not JSON: a proxy's page, say. The status speaks for itself.
  }
  return [{ field: "", message: `The server answered ${response.status} ${response.statusText}.`, suggestion: null, line: null }];
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("The reader moved on.", "AbortError"));
    });
  });
}

export async function get<Body>(path: string, signal?: AbortSignal): Promise<Body> {
  return (await (await call("GET", path, undefined, signal)).json()) as Body;
}

export async function post<Body>(path: string, body: unknown, signal?: AbortSignal): Promise<Body> {
  return (await (await call("POST", path, body, signal)).json()) as Body;
}

export async function postText(path: string, body: unknown, signal?: AbortSignal): Promise<string> {
  return (await call("POST", path, body, signal)).text();
}

export async function postFile(path: string, body: unknown, signal?: AbortSignal): Promise<Blob> {
  return (await call("POST", path, body, signal)).blob();
}

export interface Progress {
  stage: string;
  share: number | null;
}

export interface Heard<Body> {
  progress?: (progress: Progress) => void;
  partial?: (body: Body) => void;
}

/** Start a job, listen until it is done, and give up its place when the signal says that the reader moved on. */
export async function runJob<Body>(path: string, body: unknown, signal: AbortSignal, heard: Heard<Body>): Promise<{ job: string; result: Body }> {
  const started = await post<{ job: string }>(path, body, signal);
  return new Promise((resolve, reject) => {
    const events = new EventSource(`api/jobs/${started.job}/events`);
    const on = (kind: string, act: (data: unknown) => void): void =>
      events.addEventListener(kind, (event) => act(JSON.parse((event as MessageEvent<string>).data)));
    const end = (act: () => void): void => {
      events.close();
      act();
    };
    signal.addEventListener("abort", () => {
      end(() => reject(new DOMException("The reader moved on.", "AbortError")));
      void fetch(`api/jobs/${started.job}`, { method: "DELETE", headers: { "X-Client": CLIENT }, keepalive: true }).catch(() => undefined);
    });
    on("queued", (data) => heard.progress?.({ stage: `in the queue, place ${(data as { position: number }).position}`, share: null }));
    on("progress", (data) => heard.progress?.(data as Progress));
    on("partial", (data) => heard.partial?.(data as Body));
    on("done", (data) => end(() => resolve({ job: started.job, result: data as Body })));
    on("failed", (data) => end(() => reject(new Refused(500, (data as { errors: FieldError[] }).errors))));
    on("cancelled", () => end(() => reject(new DOMException("The job was cancelled.", "AbortError"))));
    events.onerror = () => {
      if (events.readyState === EventSource.CLOSED) end(() => reject(new TypeError("The stream of the job broke off.")));
    };
  });
}
