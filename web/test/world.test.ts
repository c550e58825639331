import { expect, test } from "vitest";
import { coastOf, flattened, outside, worldLand } from "../src/map/world";

test("the coarse land leaves the room of the finer land free", () => {
  const points = worldLand().geometry.coordinates.flat(2);
  expect(points.length).toBeGreaterThan(3000);
  expect(points.filter(([lon = 0, lat = 0]) => lon > 105.01 && lon < 154.99 && lat > 10.01 && lat < 54.99)).toEqual([]);
  expect(points.every(([lon = 0, lat = 0]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90)).toBe(true);
});

test("no line runs round the Earth where land crosses the date line", () => {
  const lines = coastOf({ type: "FeatureCollection", features: [worldLand()] }).geometry.coordinates;
  const steps = lines.flatMap((line) => line.slice(1).map((point, index) => Math.abs((point[0] ?? 0) - (line[index]?.[0] ?? 0))));
  expect(Math.max(...steps)).toBeLessThan(20);
});

test("a ring is cut round a box, and one round the pole is closed at it", () => {
  const square = [[0, 0], [30, 0], [30, 30], [0, 30], [0, 0]];
  const area = (ring: number[][]) => Math.abs(ring.reduce((sum, [x = 0, y = 0], index) => { const [nx = 0, ny = 0] = ring[(index + 1) % ring.length] ?? []; return sum + x * ny - nx * y; }, 0)) / 2;
  const pieces = outside(square, [10, 10, 20, 20]);
  expect(pieces.reduce((sum, piece) => sum + area(piece), 0)).toBeCloseTo(800, 6);
  const [polar] = flattened([[-170, -70], [-60, -75], [60, -70], [170, -72], [-170, -70]]);
  expect(polar?.some(([, lat]) => lat === -90)).toBe(true);
});
