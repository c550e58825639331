import { expect, test } from "vitest";
import type { Preset } from "../src/api";
import { asSide, ends, everything, isOn, mechanismsOf, NOTHING, switched, withTracks } from "../src/controls/mechanisms";

const PARTIES = ["JPN", "USA"];
const UNCONNECTED = { ...NOTHING, defends: [{ defender: "USA", defended: "JPN", authority: "standing_order" as const }] };
const PRESETS: Preset[] = [
  { id: "unconnected", name: "Unconnected", bound: false, parties: [], mechanisms: UNCONNECTED },
  { id: "integrated", name: "Integrated", bound: false, parties: [], mechanisms: everything(PARTIES) },
  { id: "as_of", name: "As of the date", bound: false, parties: [], mechanisms: null },
];
const BETWEEN = ends(PRESETS, { base: "unconnected", top: "integrated" }, PARTIES);

test("a switch goes between the ends of the attribution, and back to the preset", () => {
  const shared = switched("warning", true, UNCONNECTED, BETWEEN);
  expect(isOn("warning", shared, BETWEEN.off)).toBe(true);
  expect(isOn("defends", shared, BETWEEN.off)).toBe(false);
  expect(typeof asSide(shared, PRESETS)).toBe("object");
  expect(asSide(switched("warning", false, shared, BETWEEN), PRESETS)).toBe("unconnected");
});

test("all four switches on are the top arrangement", () => {
  const all = (["warning", "tracks", "defends", "fire_coordination"] as const).reduce((now, mechanism) => switched(mechanism, true, now, BETWEEN), UNCONNECTED as typeof NOTHING);
  expect(asSide(all, PRESETS)).toBe("integrated");
});

test("what follows the date has no mechanisms of its own", () => {
  expect(mechanismsOf("as_of", PRESETS)).toBeNull();
});

test("tracks of one pair leave the others alone", () => {
  const one = withTracks(everything(PARTIES), "USA", "JPN", "launch");
  expect(one.tracks).toHaveLength(2);
  expect(withTracks(one, "USA", "JPN", "off").tracks).toEqual([{ giver: "JPN", receiver: "USA", engage_on_remote: true }]);
});
