import { expect, test } from "vitest";
import type { Playback } from "../src/api";
import { at, boundsOf, citiesNamed, endOf, flown, reached, spotsOf, tally, unrolled } from "../src/map/scene";

const MISSILE = {
  missile: 1, place: "Tokyo", launch_s: 0, burnout_s: 60, impact_s: 100, flies: true, leaked: false,
  points: [[130, 40, 0, 0], [135, 38, 200_000, 50], [140, 36, 0, 100]] as [number, number, number, number][],
};
const LEAKER = { ...MISSILE, missile: 2, leaked: true };
const SHOT = { party: "JPN", unit: "u", unit_name: "U", interceptor: "sm3_1a", missile: 1, launch_s: 20, intercept_s: 75, tier: "upper", hit: true, duplicate: false, from: [136, 37] as [number, number], to: [137.5, 37, 100_000] as [number, number, number] };
const BATTLE: Playback = { arrangement: "a", duration_s: 100, missiles: [MISSILE, LEAKER], shots: [SHOT], events: [], outcome: { leakers: 1, expended: 1, duplicate_shots: 0 }, note: "" };

test("a missile is between its points, and nowhere before or after", () => {
  expect(at(MISSILE.points, 25)).toEqual([132.5, 39, 100_000]);
  expect(at(MISSILE.points, -1)).toBeNull();
  expect(at(MISSILE.points, 101)).toBeNull();
});

test("a hit ends the flight", () => {
  expect(endOf(MISSILE, [SHOT])).toBe(75);
  expect(endOf(LEAKER, [SHOT])).toBe(100);
  expect(flown(MISSILE, 75, 1000).at(-1)).toEqual([137.5, 37, 100_000]);
});

test("an interceptor sets out at its launch and ends where it meets its target", () => {
  expect(reached(SHOT, 10)).toEqual([]);
  expect(reached(SHOT, 90).at(-1)).toEqual([137.5, 37, 100_000]);
});

test("the tally at the end is the battle's outcome", () => {
  expect(tally(BATTLE, 50)).toEqual({ flying: 2, intercepted: 0, leaked: 0, shots: 1 });
  expect(tally(BATTLE, 100)).toEqual({ flying: 0, intercepted: 1, leaked: 1, shots: 1 });
});

test("wards are one city, and names do not meet", () => {
  const aim = (name: string, lon: number, people: number) => ({ id: name, name, lat: 35, lon, people, beneficiary: "kanto" });
  const named = citiesNamed([aim("Minato (Tokyo)", 139.7, 300), aim("Ota (Tokyo)", 139.8, 700), aim("Yokohama", 139.6, 900), aim("Aichi (rest)", 137, 5000), aim("Osaka", 135.5, 800)], 5);
  expect(named.map((city) => [city.name, city.people])).toEqual([["Tokyo", 1000], ["Osaka", 800]]);
});

test("a map across the date line is fitted across it, not around the Earth", () => {
  const map = { bounds: [-157.9, 13, 144.8, 43] as [number, number, number, number], units: [], launch_areas: { type: "FeatureCollection" as const, features: [] }, aims: [-157.9, 125, 144.8].map((lon) => ({ id: "", name: "", lat: 20, lon, people: 1, beneficiary: "" })) };
  expect(boundsOf(map)[0]).toBe(125);
  expect(boundsOf(map)[2]).toBeCloseTo(202.1, 6);
  expect(boundsOf({ ...map, bounds: [125, 26, 142, 43] })).toEqual([125, 26, 142, 43]);
});

test("a flight over the date line is one line, and so is the map that holds it", () => {
  const path = unrolled([[127, 40, 0], [175, 50, 9], [-178, 45, 9], [-158, 21, 0]]);
  expect(path.map(([lon]) => lon)).toEqual([127, 175, 182, 202]);
  expect(unrolled([[-158, 21, 0]], 127)[0]?.[0]).toBe(202);
  const map = { bounds: [125, 13, 145, 43] as [number, number, number, number], units: [], launch_areas: { type: "FeatureCollection" as const, features: [] }, aims: [-157.9, 144.8].map((lon) => ({ id: "", name: "", lat: 20, lon, people: 1, beneficiary: "" })) };
  expect(spotsOf(map)).toEqual([[144.8, 20]]);
});
