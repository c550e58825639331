/**
 * The page's state as its address, version 1, and back.
 *
 * A link names everything that the answer depends on, so that it means the same when a default changes. Parameters
 * that were renamed go through the table here, ids through the catalogue's table on the server. Whatever cannot be
 * kept is named in `changes`, never dropped in silence.
 */
import { FIRST_LOOK, sideFromToken, sideToken, VIEWS, type Asked, type Looking, type Side, type View } from "./state";

export const LINK_VERSION = 1;

/** Names of parameters that an older page wrote, with those of today. */
export const PARAMETER_RENAMES: Readonly<Record<string, string>> = { size: "raid", left: "a", right: "b" };

const PARAMETERS = ["v", "scenario", "date", "a", "b", "availability", "raid", "options", "without", "money", "doctrine", "reading", "knowledge", "false_tracks", "seed", "view", "show", "missile", "data"];

export function toQuery(asked: Asked, looking: Looking, dataVersion: string): string {
  const values: Record<string, string> = {
    v: String(LINK_VERSION),
    scenario: asked.own === null ? asked.scenario : "own",
    date: asked.date,
    a: sideToken(asked.arrangements[0]),
    b: sideToken(asked.arrangements[1]),
    availability: asked.availability,
    raid: String(asked.raid_size),
    options: asked.options.join(","),
    without: asked.without.join(","),
    money: asked.counterfactual,
    doctrine: asked.doctrine,
    reading: asked.reading,
    knowledge: asked.knowledge,
    false_tracks: asked.false_tracks ? "yes" : "",
    seed: String(asked.seed),
    view: looking.view,
    show: looking.shown === 0 ? "a" : "b",
    missile: String(looking.missile),
    data: dataVersion,
  };
  return PARAMETERS.filter((name) => values[name])
    .map((name) => `${name}=${encodeURIComponent(values[name] ?? "").replaceAll("%2C", ",")}`)
    .join("&");
}

export interface Read {
  asked: Partial<Asked> & { v: number };
  looking: Looking;
  /** Sentences for the reader: what of the link no longer holds. */
  changes: string[];
}

/** Read a query string, without its question mark. Ids are left for the server to check. */
export function fromQuery(query: string, dataVersion: string): Read {
  const given = new URLSearchParams(query);
  const changes: string[] = [];
  const asked: Read["asked"] = { v: LINK_VERSION };
  const looking: Looking = { ...FIRST_LOOK };

  for (const [old, now] of Object.entries(PARAMETER_RENAMES)) {
    const value = given.get(old);
    if (value === null) continue;
    if (!given.has(now)) given.set(now, value);
    given.delete(old);
    changes.push(`The link says “${old}”, which is now called “${now}”.`);
  }
  for (const name of new Set(given.keys())) {
    if (!PARAMETERS.includes(name)) changes.push(`The link says “${name}”, which this page does not know.`);
  }
  const version = given.get("v");
  if (version !== null && version !== String(LINK_VERSION)) {
    changes.push(`The link was made for version ${version} of this page's links; it was read as version ${LINK_VERSION}.`);
  }
  const data = given.get("data");
  if (data !== null && dataVersion && data !== dataVersion) {
    changes.push(`The link was made with data ${data}; this page holds data ${dataVersion}, so numbers may differ.`);
  }

  const word = (name: string, keep: (value: string) => void): void => {
    const value = given.get(name);
    if (value === null) return;
    if (/^[A-Za-z0-9_]+$/.test(value)) keep(value);
    else changes.push(`The ${name} “${value}” cannot be read; the scenario's own stands.`);
  };
  const whole = (name: string, keep: (value: number) => void): void => {
    const value = given.get(name);
    if (value === null) return;
    if (/^\d{1,10}$/.test(value)) keep(Number(value));
    else changes.push(`The ${name} “${value}” is not a whole number; the scenario's own stands.`);
  };

  word("scenario", (value) => (asked.scenario = value));
  word("availability", (value) => (asked.availability = value));
  word("money", (value) => (asked.counterfactual = value));
  word("doctrine", (value) => (asked.doctrine = value));
  word("reading", (value) => (asked.reading = value));
  word("knowledge", (value) => (asked.knowledge = value));
  whole("raid", (value) => (asked.raid_size = value));
  whole("seed", (value) => (asked.seed = value));
  whole("missile", (value) => (looking.missile = Math.max(1, value)));
  word("view", (value) => (looking.view = VIEWS.includes(value as View) ? (value as View) : "map"));
  word("show", (value) => (looking.shown = value === "a" ? 0 : 1));
  if (version !== null) {
    asked.options = listed(given.get("options"));
    asked.without = listed(given.get("without"));
    asked.false_tracks = given.get("false_tracks") === "yes";
  }
  const date = given.get("date");
  if (date !== null) {
    if (isDay(date)) asked.date = date;
    else changes.push(`“${date}” is not a date; the scenario's own stands.`);
  }
  const sides = ["a", "b"].map((name) => {
    const token = given.get(name);
    const side = token === null ? null : sideFromToken(token);
    if (token !== null && side === null) changes.push(`The arrangement “${token}” cannot be read; the scenario's own stands.`);
    return side;
  });
  if (sides[0] && sides[1]) asked.arrangements = sides as [Side, Side];
  return { asked, looking, changes };
}

function listed(text: string | null): string[] {
  return (text ?? "").split(",").filter(Boolean);
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

/** A scenario of the reader's own as letters that a link can carry after its `#`: deflated, in base64url. */
export async function packText(text: string): Promise<string> {
  const bytes = await squeeze(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export async function unpackText(packed: string): Promise<string> {
  const plain = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  return new TextDecoder("utf-8", { fatal: true }).decode(await squeeze(bytes, new DecompressionStream("deflate-raw")));
}

async function squeeze(bytes: Uint8Array<ArrayBuffer>, through: CompressionStream | DecompressionStream): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(through);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
