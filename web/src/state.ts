/** What the reader has asked: everything that the page shows follows from it, and the URL carries it. */

export interface Pair {
  giver: string;
  receiver: string;
}

export interface TrackPair extends Pair {
  engage_on_remote: boolean;
}

export type Authority = "standing_order" | "declared_situation";

export interface Duty {
  defender: string;
  defended: string;
  authority: Authority;
}

export type FireRule = "none" | "sector_deconfliction" | "one_plan";

export interface Mechanisms {
  warning: Pair[];
  tracks: TrackPair[];
  defends: Duty[];
  fire_coordination: FireRule;
  absent: string[];
}

export const MECHANISMS = ["warning", "tracks", "defends", "fire_coordination"] as const;
export type Mechanism = (typeof MECHANISMS)[number];

/** An arrangement of the reader's own making. */
export interface OwnArrangement extends Mechanisms {
  name: string;
}

/** A preset's id, or mechanisms set one by one. */
export type Side = string | OwnArrangement;

/** The state that the server knows; null and absent take the scenario's own value. */
export interface Asked {
  v: number;
  scenario: string;
  own: Record<string, unknown> | null;
  date: string;
  arrangements: [Side, Side];
  availability: string;
  knowledge: string;
  reading: string;
  raid_size: number;
  options: string[];
  without: string[];
  false_tracks: boolean;
  doctrine: string;
  counterfactual: string;
  seed: number;
}

/** `flat` is the drawing that stands in where there is no WebGL, and on paper. */
export const VIEWS = ["map", "globe", "flat"] as const;
export type View = (typeof VIEWS)[number];

/** How the reader looks at it: in the link too, but no part of the question. */
export interface Looking {
  view: View;
  /** Whose engageable area and battle the map shows: 0 for A, 1 for B. */
  shown: 0 | 1;
  /** Missile of the raid whose story is told, from 1. */
  missile: number;
}

export const FIRST_LOOK: Looking = { view: "map", shown: 1, missile: 1 };

export function isOwn(side: Side): side is OwnArrangement {
  return typeof side !== "string";
}

/** Whether two sets of mechanisms are the same, in whatever order their pairs stand. */
export function sameMechanisms(one: Mechanisms, other: Mechanisms): boolean {
  return sideToken({ name: "", ...one }) === sideToken({ name: "", ...other });
}

const TRACK_WORDS = { engage: true, launch: false } as const;
const DUTY_WORDS = { standing: "standing_order", declared: "declared_situation" } as const;

/** An arrangement as one word of a link: a preset's id, or `own.w-USA-JPN.t-USA-JPN-engage.d-USA-JPN-standing.f-none`. */
export function sideToken(side: Side): string {
  if (!isOwn(side)) return side;
  const parts = [
    ...side.warning.map((pair) => `w-${pair.giver}-${pair.receiver}`),
    ...side.tracks.map((pair) => `t-${pair.giver}-${pair.receiver}-${pair.engage_on_remote ? "engage" : "launch"}`),
    ...side.defends.map((duty) => `d-${duty.defender}-${duty.defended}-${duty.authority.split("_")[0]}`),
    `f-${side.fire_coordination}`,
    ...side.absent.map((party) => `x-${party}`),
  ];
  return ["own", ...parts.sort()].join(".");
}

/** The arrangement that a word of a link stands for, or null where it cannot be read. */
export function sideFromToken(token: string): Side | null {
  if (!token.startsWith("own.")) return /^[a-z][a-z0-9_]*$/.test(token) ? token : null;
  const side: OwnArrangement = { name: "Own arrangement", warning: [], tracks: [], defends: [], fire_coordination: "none", absent: [] };
  for (const part of token.split(".").slice(1)) {
    const [kind, one = "", two = "", word = ""] = part.split("-");
    if (kind === "w") side.warning.push({ giver: one, receiver: two });
    else if (kind === "t" && word in TRACK_WORDS) side.tracks.push({ giver: one, receiver: two, engage_on_remote: TRACK_WORDS[word as keyof typeof TRACK_WORDS] });
    else if (kind === "d" && word in DUTY_WORDS) side.defends.push({ defender: one, defended: two, authority: DUTY_WORDS[word as keyof typeof DUTY_WORDS] });
    else if (kind === "f" && ["none", "sector_deconfliction", "one_plan"].includes(one)) side.fire_coordination = one as FireRule;
    else if (kind === "x") side.absent.push(one);
    else return null;
  }
  return side;
}
