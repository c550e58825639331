/** Mechanisms of an arrangement: switched on and off, and set pair by pair. */
import type { Preset } from "../api";
import { isOwn, MECHANISMS, sameMechanisms, type Authority, type FireRule, type Mechanism, type Mechanisms, type OwnArrangement, type Side } from "../state";

export const NOTHING: Mechanisms = { warning: [], tracks: [], defends: [], fire_coordination: "none", absent: [] };

/** Ordered pairs of different parties. */
export function pairs(parties: readonly string[]): [string, string][] {
  return parties.flatMap((one) => parties.filter((other) => other !== one).map((other): [string, string] => [one, other]));
}

/** Everything shared by everybody. */
export function everything(parties: readonly string[]): Mechanisms {
  const among = pairs(parties);
  return {
    warning: among.map(([giver, receiver]) => ({ giver, receiver })),
    tracks: among.map(([giver, receiver]) => ({ giver, receiver, engage_on_remote: true })),
    defends: among.map(([defender, defended]) => ({ defender, defended, authority: "standing_order" })),
    fire_coordination: "one_plan",
    absent: [],
  };
}

/** The mechanisms of a side; null where they follow the date. */
export function mechanismsOf(side: Side, presets: readonly Preset[]): Mechanisms | null {
  return isOwn(side) ? side : (presets.find((preset) => preset.id === side)?.mechanisms ?? null);
}

/** The ends between which a switch goes: those of the attribution, so that switches and its cells mean the same. */
export function ends(presets: readonly Preset[], pair: { base: string; top: string } | null, parties: readonly string[]): { off: Mechanisms; on: Mechanisms } {
  return {
    off: (pair && mechanismsOf(pair.base, presets)) ?? NOTHING,
    on: (pair && mechanismsOf(pair.top, presets)) ?? everything(parties),
  };
}

export function isOn(mechanism: Mechanism, now: Mechanisms, off: Mechanisms): boolean {
  return !sameMechanisms({ ...NOTHING, [mechanism]: now[mechanism] }, { ...NOTHING, [mechanism]: off[mechanism] });
}

/** A side as a preset where one has just these mechanisms, else as an arrangement of the reader's own. */
export function asSide(mechanisms: Mechanisms, presets: readonly Preset[]): Side {
  const same = presets.find((preset) => preset.mechanisms !== null && sameMechanisms(preset.mechanisms, mechanisms));
  if (same) return same.id;
  const { warning, tracks, defends, fire_coordination, absent } = mechanisms;
  return { name: "Own arrangement", warning, tracks, defends, fire_coordination, absent } satisfies OwnArrangement;
}

export function switched(mechanism: Mechanism, on: boolean, now: Mechanisms, between: { off: Mechanisms; on: Mechanisms }): Mechanisms {
  return { ...now, [mechanism]: (on ? between.on : between.off)[mechanism] };
}

export type TrackLevel = "off" | "launch" | "engage";
export type DutyLevel = "no" | Authority;

export function withWarning(now: Mechanisms, giver: string, receiver: string, on: boolean): Mechanisms {
  const others = now.warning.filter((pair) => pair.giver !== giver || pair.receiver !== receiver);
  return { ...now, warning: on ? [...others, { giver, receiver }] : others };
}

export function trackLevel(now: Mechanisms, giver: string, receiver: string): TrackLevel {
  const pair = now.tracks.find((one) => one.giver === giver && one.receiver === receiver);
  return pair ? (pair.engage_on_remote ? "engage" : "launch") : "off";
}

export function withTracks(now: Mechanisms, giver: string, receiver: string, level: TrackLevel): Mechanisms {
  const others = now.tracks.filter((pair) => pair.giver !== giver || pair.receiver !== receiver);
  return { ...now, tracks: level === "off" ? others : [...others, { giver, receiver, engage_on_remote: level === "engage" }] };
}

export function dutyLevel(now: Mechanisms, defender: string, defended: string): DutyLevel {
  return now.defends.find((one) => one.defender === defender && one.defended === defended)?.authority ?? "no";
}

export function withDuty(now: Mechanisms, defender: string, defended: string, level: DutyLevel): Mechanisms {
  const others = now.defends.filter((duty) => duty.defender !== defender || duty.defended !== defended);
  return { ...now, defends: level === "no" ? others : [...others, { defender, defended, authority: level }] };
}

export const FIRE_RULES: readonly { id: FireRule; name: string }[] = [
  { id: "none", name: "None" },
  { id: "sector_deconfliction", name: "Sectors" },
  { id: "one_plan", name: "One plan" },
];

export { MECHANISMS };
