import { expect, test } from "vitest";
import { csvText } from "../src/charts/files";
import { interval, number, seconds, signed, within } from "../src/format";
import { rounded } from "../src/measures";

test("cells that hold commas or quotes are quoted, nothing is an empty cell", () => {
  expect(csvText([{ place: 'Tokyo, "23 wards"', people: 9733276, share: 1 / 3, none: null }])).toBe(
    'place,people,share,none\n"Tokyo, ""23 wards""",9733276,0.3333333333,\n',
  );
});

test("numbers carry the digits that their size deserves, and a true minus", () => {
  expect(number(3.654)).toBe("3.7");
  expect(number(434.2)).toBe("434");
  expect(signed(-0.16)).toBe("\u22120.16");
  expect(signed(0.001)).toBe("0.00");
  expect(interval([-0.94, 4.2], true)).toBe("\u22120.9 to +4.2");
  expect(seconds(605)).toBe("10:05");
});

test("digits stop where the interval does, as on the command line", () => {
  expect(rounded(3.14159, [2.0, 4.5])).toBe("3.1");
  expect(rounded(12.3456, [12.2, 12.45])).toBe("12.35");
  expect(rounded(-0.16, [-0.9, 0.4], true)).toBe("\u22120.2");
  expect(rounded(0, [0, 0])).toBe("0");
});

test("a name within a sentence keeps its capitals", () => {
  expect([within("Integrated, Korea warns"), within("U.S. forces only"), within("SM-3")]).toEqual(["integrated, Korea warns", "U.S. forces only", "SM-3"]);
});
