/** The page's one store: the question, the answer to it, and how the answer is being refined. */
import { createContext } from "preact";
import { useContext, useEffect, useReducer } from "preact/hooks";
import type { Answer, Change, Estimate, FieldError, Labels, Meta, Preset, ScenarioAnswer, StateAnswer } from "./api";
import type { Shown } from "./measures";
import { get, isAbort, post, reason, Refused, runJob, type Progress } from "./client";
import { capital, factName, longDate, plain, within } from "./format";
import { FIRST_LOOK, isOwn, type Asked, type Looking, type Side } from "./state";
import { fromQuery, packText, toQuery, unpackText } from "./url";

/** Left out of the answer to a move of a slider; the refined answer brings them. */
const OMIT = ["facts_used", "places", "units", "launch_areas", "not_modelled"];
/** How long the reader must rest before the answer is refined, in milliseconds. */
const REST_MS = 700;
/** Moves closer together than this become one step of the browser's history. */
const STEP_MS = 1500;

export interface Drawer {
  kind: "fact" | "record" | "source" | "outcome" | "difference" | "share" | "words" | "list" | "estimate";
  id: string;
  title?: string;
  text?: string;
  /** What a list holds: records that open. */
  records?: { id: string; name: string; about: string }[];
  /** An estimate that is no outcome of A or B, and what it says. */
  of?: { estimate: Estimate; measure: Shown; over: string };
}

/** The input that holds the odds of a kill of one interceptor, by its test record. */
const KILL_ODDS = /^kill probability: (\w+)$/;

export class Page {
  meta!: Meta;
  asked!: Asked;
  looking: Looking = FIRST_LOOK;
  parties: string[] = [];
  title = "";
  question = "";
  attribution: { base: string; top: string } | null = null;
  names: [string, string] = ["", ""];
  /** What a link no longer means; shown until the reader puts it away. */
  changes: string[] = [];
  answer: Answer | null = null;
  /** The question that `answer` answers. */
  answered: Asked | null = null;
  /** The last answer that carries attribution, facts and what is not modelled. */
  refined: Answer | null = null;
  job: string | null = null;
  progress: Progress | null = null;
  /** Milliseconds from the last move to its quick answer. */
  quickMs: number | null = null;
  trouble: string | null = null;
  ready = false;
  /** The question that the panels answer: that of the last rest. */
  settled: Asked | null = null;
  drawers: Drawer[] = [];
  /** All panels are wanted, those too that have not been looked at: the page is to be printed. */
  whole = false;
  /** What facts are called; empty until it has come. */
  labels: Labels = {};

  private readonly listeners = new Set<() => void>();
  private quick: AbortController | null = null;
  private refining: AbortController | null = null;
  private resting: ReturnType<typeof setTimeout> | undefined;
  private stepped = 0;
  private hash = "";

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  /** Load what the catalogue offers, read the address, and answer. */
  async start(): Promise<void> {
    try {
      this.meta = await get<Meta>("meta");
      await this.readAddress();
      void get<Labels>("labels").then((labels) => {
        this.labels = labels;
        this.tell();
      }, () => undefined);
      addEventListener("popstate", () => void this.readAddress().catch((error: unknown) => this.fail(error)));
    } catch (error) {
      this.fail(error);
    }
  }

  private async readAddress(): Promise<void> {
    const read = fromQuery(location.search.slice(1), this.meta.versions.data);
    const sent: Partial<Asked> & { v: number } = read.asked;
    const packed = new URLSearchParams(location.hash.slice(1)).get("own");
    if (packed !== null) {
      try {
        sent.own = JSON.parse(await unpackText(packed)) as Record<string, unknown>;
        sent.scenario = String(sent.own["id"]);
      } catch {
        read.changes.push("The scenario that the link carries cannot be read; the first example stands instead.");
        sent.own = null;
      }
    }
    if (!sent.scenario || (sent.scenario === "own" && !sent.own)) sent.scenario = this.firstScenario();
    const answer = await this.resolve(sent, read.changes);
    this.looking = { ...read.looking, missile: Math.min(read.looking.missile, answer.state.raid_size) };
    this.changes = [...read.changes, ...answer.changes.map((change: Change) => change.message)];
    await this.take(answer);
    this.ready = true;
    this.settled = this.asked;
    this.showAddress(false);
    this.answerNow();
  }

  private firstScenario(): string {
    const ids = this.meta.scenarios.map((scenario) => scenario.id);
    return ids.includes("japan_2015") ? "japan_2015" : (ids[0] ?? "");
  }

  /** Ask the server what a link means; a field that it refuses is left to the scenario, and said. */
  private async resolve(sent: Partial<Asked> & { v: number }, changes: string[]): Promise<StateAnswer> {
    for (;;) {
      try {
        return await post<StateAnswer>("state", { state: sent });
      } catch (error) {
        const refused = error instanceof Refused && (error.status === 422 || error.status === 404) ? error.errors : [];
        if (!refused.some((one) => leaveOut(sent, one.field))) throw error;
        for (const one of refused) changes.push(refusedWords(one));
        if (!sent.scenario) sent.scenario = this.firstScenario();
      }
    }
  }

  /** Take over a state that the server has completed, with what its scenario says of parties. */
  private async take(answer: StateAnswer): Promise<void> {
    this.asked = answer.state;
    this.names = answer.names;
    this.title = answer.title;
    this.question = answer.question;
    const own = this.asked.own;
    if (own) {
      this.parties = (own["parties"] as string[] | undefined) ?? [];
      this.attribution = (own["attribution"] as { base: string; top: string } | null | undefined) ?? null;
      this.hash = `#own=${await packText(JSON.stringify(own))}`;
    } else {
      const scenario = await get<ScenarioAnswer>(`scenarios/${this.asked.scenario}`);
      this.parties = scenario.scenario.parties;
      this.attribution = scenario.attribution;
      this.hash = "";
    }
  }

  /** Start from an example's own values. */
  async choose(scenario: string): Promise<void> {
    try {
      await this.enter({ v: 1, scenario });
    } catch (error) {
      this.fail(error);
    }
  }

  /** Start from a state: an example's, or that of the reader's own file. */
  async enter(sent: Partial<Asked> & { v: number }): Promise<void> {
    const answer = await post<StateAnswer>("state", { state: sent });
    await this.take(answer);
    this.looking = { ...this.looking, missile: 1 };
    this.changes = answer.changes.map((change) => change.message);
    this.refined = null;
    this.showAddress(true);
    this.answerNow();
  }

  /** Change the question; a quick answer follows at once, a refined one when the reader rests. */
  ask(change: Partial<Asked>): void {
    this.asked = { ...this.asked, ...change };
    this.looking = { ...this.looking, missile: Math.min(this.looking.missile, this.asked.raid_size) };
    const now = performance.now();
    this.showAddress(now - this.stepped > STEP_MS);
    this.stepped = now;
    this.answerNow();
  }

  setSide(index: 0 | 1, side: Side): void {
    const arrangements: [Side, Side] = [...this.asked.arrangements];
    arrangements[index] = side;
    this.ask({ arrangements });
  }

  look(change: Partial<Looking>): void {
    this.looking = { ...this.looking, ...change };
    this.showAddress(false);
    this.tell();
  }

  open(drawer: Drawer): void {
    this.drawers = [...this.drawers, drawer];
    this.tell();
  }

  wantWhole(): void {
    this.whole = true;
    this.tell();
  }

  back(): void {
    this.drawers = this.drawers.slice(0, -1);
    this.tell();
  }

  close(): void {
    this.drawers = [];
    this.tell();
  }

  forgetChanges(): void {
    this.changes = [];
    this.tell();
  }

  private showAddress(step: boolean): void {
    const address = `${location.pathname}?${toQuery(this.asked, this.looking, this.meta.versions.data)}${this.hash}`;
    if (step) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  }

  /** The address of this very page, pointing at a chart where one is named. */
  async copyLink(part?: string): Promise<void> {
    const address = new URL(location.href);
    if (part && !this.hash) address.hash = part;
    await navigator.clipboard.writeText(address.href);
  }

  private answerNow(): void {
    this.quick?.abort();
    this.refining?.abort();
    clearTimeout(this.resting);
    this.progress = null;
    this.job = null;
    this.tell();
    const control = new AbortController();
    this.quick = control;
    const asked = this.asked;
    const started = performance.now();
    post<Answer>("compare", { state: asked, omit: OMIT }, control.signal)
      .then((answer) => {
        if (control.signal.aborted) return;
        this.quickMs = performance.now() - started;
        this.show(answer, asked);
        this.resting = setTimeout(() => void this.refine(asked), Math.max(0, REST_MS - this.quickMs));
      })
      .catch((error: unknown) => this.fail(error));
  }

  private show(answer: Answer, asked: Asked): void {
    this.answer = answer;
    this.answered = asked;
    this.names = answer.names;
    this.trouble = null;
    this.tell();
  }

  private async refine(asked: Asked): Promise<void> {
    this.settled = asked;
    const control = new AbortController();
    this.refining = control;
    this.progress = { stage: "starting", share: null };
    this.tell();
    try {
      const done = await runJob<Answer>("refine", { state: asked }, control.signal, {
        progress: (progress) => {
          this.progress = progress;
          this.tell();
        },
        partial: (answer) => this.show(answer, asked),
      });
      this.job = done.job;
      this.progress = null;
      this.refined = done.result;
      this.show(done.result, asked);
    } catch (error) {
      this.progress = null;
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    if (isAbort(error)) return;
    this.trouble = reason(error);
    this.tell();
  }

  /** The answer on the page is still that of an older question. */
  get behind(): boolean {
    return this.answered !== this.asked;
  }

  /** Presets that relate none but the scenario's own parties. */
  get presets(): Preset[] {
    return this.meta.presets.filter((preset) => preset.parties.every((party) => this.parties.includes(party)));
  }

  /** The name of side A or B, for a reader. */
  sideName(index: 0 | 1): string {
    const side = this.asked.arrangements[index];
    if (isOwn(side)) return `own arrangement ${index === 0 ? "A" : "B"}`;
    return within(this.meta.presets.find((preset) => preset.id === side)?.name ?? plain(side));
  }

  /** What a fact or another input of the draws is called. */
  factName(id: string): string {
    const known = this.labels[id];
    const odds = KILL_ODDS.exec(id)?.[1];
    if (odds) return `${this.meta.interceptors[odds] ?? plain(odds)} · odds of a kill`;
    return known ? `${known.record} · ${known.label}` : factName(id);
  }

  /** Open what stands behind an input: its fact, the record whose odds it holds, or words. */
  openInput(id: string, role: string): void {
    const record = KILL_ODDS.exec(id)?.[1];
    if (id in this.labels) this.open({ kind: "fact", id });
    else if (record) this.open({ kind: "record", id: record });
    else this.open({ kind: "words", id, title: capital(plain(id)), text: `${capital(role)}. This is drawn from other facts, each of which stands under “Sources and assumptions”.` });
  }

  /** What a downloaded chart says at its foot. */
  credit(): string {
    const { asked, meta, answer } = this;
    const run = answer ? `seed ${answer.comparison.seed}, ${answer.precision.trials.toLocaleString("en-US")} trials over ${answer.precision.draws} draws` : `seed ${asked.seed}`;
    return (
      `${this.title}; ${longDate(asked.date)}. Hypothetical raid of ${asked.raid_size}, availability ${asked.availability}. A: ${this.sideName(0)}; B: ${this.sideName(1)}. ` +
      `Shieldwall ${meta.versions.code}, data ${meta.versions.data}; ${run}. A leaker is not a casualty.${this.hash ? "" : ` ${location.href}`}`
    );
  }
}

/**
 * Take out of a state what the server refuses in it: one entry of a list, or a whole field.
 *
 * @returns whether there was anything to take out
 */
function leaveOut(sent: Partial<Asked>, path: string): boolean {
  const [name = "", place] = path.replace(/^state\./, "").split(".");
  const field = name as keyof Asked;
  if (name === "v" || sent[field] === undefined) return false;
  const value = sent[field];
  if ((name === "options" || name === "without") && Array.isArray(value) && /^\d+$/.test(place ?? "")) {
    (sent as Record<string, unknown>)[name] = value.filter((_, index) => index !== Number(place));
  } else delete sent[field];
  return true;
}

function refusedWords(error: FieldError): string {
  const name = plain(error.field.replace(/^state\./, "").split(".")[0] ?? "");
  const nearest = error.suggestion && !error.message.includes(error.suggestion) ? ` Did you mean “${error.suggestion}”?` : "";
  return `${capital(name)}: ${error.message.replace(/\.$/, "")}.${nearest} ${/\.\d+$/.test(error.field) ? "It was left out." : "The scenario's own stands instead."}`;
}

export const PageContext = createContext<Page>(new Page());

/** The store, with the component drawn again whenever it changes. */
export function usePage(): Page {
  const page = useContext(PageContext);
  const [, redraw] = useReducer<number, void>((count) => count + 1, 0);
  useEffect(() => page.listen(() => redraw()), [page]);
  return page;
}
