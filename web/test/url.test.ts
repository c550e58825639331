import { expect, test } from "vitest";
import { FIRST_LOOK, sameMechanisms, sideFromToken, sideToken, type Asked, type OwnArrangement } from "../src/state";
import { fromQuery, packText, toQuery, unpackText } from "../src/url";

const OWN: OwnArrangement = {
  name: "Own arrangement",
  warning: [{ giver: "USA", receiver: "JPN" }],
  tracks: [{ giver: "USA", receiver: "JPN", engage_on_remote: true }],
  defends: [{ defender: "USA", defended: "JPN", authority: "declared_situation" }],
  fire_coordination: "sector_deconfliction",
  absent: [],
};

const ASKED: Asked = {
  v: 1,
  scenario: "japan_2015",
  own: null,
  date: "2018-06-01",
  arrangements: [OWN, "as_of"],
  availability: "low",
  knowledge: "today",
  reading: "combat",
  raid_size: 35,
  options: ["aegis_ashore_akita", "sm3_2a_for_1a"],
  without: ["js_chokai"],
  false_tracks: true,
  doctrine: "shoot_look_shoot",
  counterfactual: "not_built",
  seed: 7,
};

test("a state survives its own link", () => {
  const looking = { view: "globe", shown: 0, missile: 12 } as const;
  const read = fromQuery(toQuery(ASKED, looking, "0.1.0"), "0.1.0");
  const { own: _, ...sent } = ASKED;
  expect(read).toEqual({ asked: sent, looking, changes: [] });
});

test("a link names no options when there are none, even where the scenario has some", () => {
  const read = fromQuery(toQuery({ ...ASKED, options: [] }, FIRST_LOOK, "0.1.0"), "0.1.0");
  expect(read.asked.options).toEqual([]);
});

test("an address without a link leaves everything to the scenario", () => {
  expect(fromQuery("", "0.1.0")).toEqual({ asked: { v: 1 }, looking: FIRST_LOOK, changes: [] });
});

test("an old link goes through the renames and says so", () => {
  const { asked, changes } = fromQuery("v=1&size=12&left=unconnected&right=integrated&data=0.0.9", "0.1.0");
  expect(asked.raid_size).toBe(12);
  expect(asked.arrangements).toEqual(["unconnected", "integrated"]);
  expect(changes).toHaveLength(4);
  expect(changes.join(" ")).toContain("numbers may differ");
});

test("what cannot be read is named, and left to the scenario", () => {
  const { asked, changes } = fromQuery("v=3&date=2015-02-31&raid=1e9&a=own.q-1&b=as_of&colour=red", "0.1.0");
  expect(asked).toEqual({ v: 1, options: [], without: [], false_tracks: false });
  expect(changes).toHaveLength(5);
});

test("an arrangement of one's own is a word of the link", () => {
  expect(sideFromToken(sideToken(OWN))).toEqual(OWN);
  expect(sideFromToken("integrated")).toBe("integrated");
  expect(sideFromToken("own.t-USA-JPN-sideways")).toBeNull();
});

test("the order of pairs makes no difference between mechanisms", () => {
  const both = { ...OWN, warning: [...OWN.warning, { giver: "JPN", receiver: "USA" }] };
  expect(sameMechanisms(both, { ...both, warning: [...both.warning].reverse() })).toBe(true);
  expect(sameMechanisms(both, OWN)).toBe(false);
});

test("a scenario fits into a link and comes out as it went in", async () => {
  const text = "id: own\ntitle: Überprüfung 日本\n".repeat(30);
  const packed = await packText(text);
  expect(packed).toMatch(/^[\w-]+$/);
  expect(packed.length).toBeLessThan(text.length);
  expect(await unpackText(packed)).toBe(text);
});
