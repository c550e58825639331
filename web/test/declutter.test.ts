import { expect, test } from "vitest";
import { besideIn, isApart, laidOut, nameBox, withRoom, type Spot } from "../src/map/declutter";
import { steppedTo } from "../src/map/marks";

const spot = (id: string, x: number, y: number): Spot => ({ id, x, y, width: 22, height: 16 });
const FRAME = { left: 0, top: 0, right: 400, bottom: 300 };

function overlaps(marks: ReturnType<typeof laidOut>): number {
  return marks.flatMap((one, index) => marks.slice(index + 1).filter((other) => Math.abs(one.x - other.x) < 21.9 && Math.abs(one.y - other.y) < 15.9)).length;
}

test("symbols in one place are drawn side by side, each tied to its place", () => {
  const laid = laidOut(["a", "b", "c", "d", "e"].map((id) => spot(id, 200, 150)), [], FRAME);
  expect(laid.flatMap((mark) => mark.ids)).toEqual(["a", "b", "c", "d", "e"]);
  expect(overlaps(laid)).toBe(0);
  expect(laid.every((mark) => mark.atX === 200 && mark.atY === 150)).toBe(true);
  expect(laid.filter(isApart).length).toBeGreaterThan(2);
});

test("what has room stays where it is", () => {
  const laid = laidOut([spot("a", 50, 50), spot("b", 300, 200)], [], FRAME);
  expect(laid.map(({ x, y }) => [x, y])).toEqual([[50, 50], [300, 200]]);
  expect(laid.some(isApart)).toBe(false);
});

test("very many in one place become a count, and none is lost", () => {
  const many = Array.from({ length: 40 }, (_, index) => spot(`u${index}`, 200 + (index % 7), 150 + (index % 5)));
  const laid = laidOut(many, [], FRAME);
  expect(laid.length).toBeLessThan(10);
  expect(new Set(laid.flatMap((mark) => mark.ids)).size).toBe(40);
});

test("names of cities stay free, and symbols within the frame", () => {
  const box = nameBox("Tokyo", 200, 150);
  const [mark] = laidOut([spot("a", 210, 150)], [box], FRAME);
  expect(mark && (mark.x + 11 <= box.left + 0.1 || mark.x - 11 >= box.right - 0.1 || mark.y + 8 <= box.top + 0.1 || mark.y - 8 >= box.bottom - 0.1)).toBe(true);
  const [edge] = laidOut([spot("a", 2, 299)], [], FRAME);
  expect([edge?.x, edge?.y]).toEqual([11, 292]);
});

test("of two names that would lie on each other the first is written", () => {
  const names = [{ name: "Osaka", x: 100, y: 100 }, { name: "Hamamatsu", x: 120, y: 104 }, { name: "Naha", x: 20, y: 280 }];
  expect(withRoom(names).map((one) => one.name)).toEqual(["Osaka", "Naha"]);
});

test("arrow keys go along the row and stop at its ends", () => {
  expect([steppedTo("ArrowRight", 0, 3), steppedTo("ArrowUp", 0, 3), steppedTo("End", 0, 3), steppedTo("Tab", 0, 3)]).toEqual([1, 0, 2, null]);
});

test("a name that the edge would cut stands before its place", () => {
  expect(besideIn(FRAME, "Naha", 100, 100)).toBe(100);
  const x = besideIn(FRAME, "Honolulu County", 370, 100);
  expect(nameBox("Honolulu County", x, 100).right).toBeLessThan(370);
});
