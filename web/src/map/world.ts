/** Land of the whole world (Natural Earth, 1:110 million) around the catalogue's own, finer land; and all coasts. */
import type { Feature, FeatureCollection, MultiLineString, MultiPolygon, Polygon, Position } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlas from "world-atlas/land-110m.json";

/** West, south, east, north. */
type Bounds = readonly [number, number, number, number];

/** Where the catalogue's land layer is finer (data/land/land.yaml): the coarse land stops there. */
const FINER: readonly Bounds[] = [
  [105, 10, 155, 55],
  [-161.5, 18, -154, 23],
];
/** Steps of a cut along a parallel: a straight line between far points would leave it. */
const STEP_DEG = 2;
const CLOSE_DEG = 1e-6;

/** A ring cut to one side of a meridian or parallel (Sutherland and Hodgman, 1974). */
function cut(ring: readonly Position[], axis: 0 | 1, bound: number, above: boolean): Position[] {
  const inside = (point: Position) => (above ? (point[axis] as number) >= bound : (point[axis] as number) <= bound);
  const made: Position[] = [];
  ring.forEach((point, index) => {
    const before = ring[(index + ring.length - 1) % ring.length] as Position;
    if (inside(point) !== inside(before)) {
      const share = (bound - (before[axis] as number)) / ((point[axis] as number) - (before[axis] as number));
      const crossing: Position = [0, 0];
      crossing[axis] = bound;
      crossing[1 - axis] = (before[1 - axis] as number) + share * ((point[1 - axis] as number) - (before[1 - axis] as number));
      made.push(crossing);
    }
    if (inside(point)) made.push(point);
  });
  return made;
}

function within(ring: readonly Position[], [west, south, east, north]: Bounds): Position[] {
  return cut(cut(cut(cut(ring, 0, west, true), 0, east, false), 1, south, true), 1, north, false);
}

/** The parts of a ring outside a box, in up to four pieces. */
export function outside(ring: readonly Position[], [west, south, east, north]: Bounds): Position[][] {
  const around: Bounds[] = [
    [-180, -90, west, 90],
    [east, -90, 180, 90],
    [west, north, east, 90],
    [west, -90, east, south],
  ];
  return around.map((box) => dense(within(ring, box))).filter((piece) => piece.length > 2);
}

/** A ring with points added along parallels, and closed. */
function dense(ring: readonly Position[]): Position[] {
  const made: Position[] = [];
  ring.forEach((point, index) => {
    const next = ring[(index + 1) % ring.length] as Position;
    made.push(point);
    const span = (next[0] as number) - (point[0] as number);
    if (Math.abs((next[1] as number) - (point[1] as number)) > CLOSE_DEG || Math.abs(span) <= STEP_DEG) return;
    const steps = Math.ceil(Math.abs(span) / STEP_DEG);
    for (let step = 1; step < steps; step += 1) made.push([(point[0] as number) + (span * step) / steps, point[1] as number]);
  });
  return made[0] ? [...made, made[0]] : made;
}

/** A ring that crosses the date line, or goes round a pole, as flat rings between 180 west and 180 east. */
export function flattened(ring: readonly Position[]): Position[][] {
  let turn = 0;
  const along = ring.map((point, index): Position => {
    const before = ring[index - 1];
    const step = before ? (point[0] as number) - (before[0] as number) : 0;
    if (step > 180) turn -= 360;
    if (step < -180) turn += 360;
    return [(point[0] as number) + turn, point[1] as number];
  });
  const [first = [0, 0], last = [0, 0]] = [along[0], along[along.length - 1]];
  if (Math.abs((last[0] as number) - (first[0] as number)) > 180) {
    const pole = (first[1] as number) < 0 ? -90 : 90;
    along.push([last[0] as number, pole], [first[0] as number, pole], first);
  }
  return [-360, 0, 360].map((shift) => within(along.map(([lon = 0, lat = 0]) => [lon + shift, lat]), [-180, -90, 180, 90])).filter((piece) => piece.length > 2);
}

function polygonsOf(geometry: Feature["geometry"]): Position[][][] {
  if (geometry.type === "Polygon") return [geometry.coordinates];
  return geometry.type === "MultiPolygon" ? geometry.coordinates : [];
}

/** The world's land less what the catalogue has finer; holes (the Caspian Sea) stay where no cut is made. */
export function worldLand(): Feature<MultiPolygon> {
  const topology = atlas as unknown as Topology<{ land: GeometryCollection }>;
  const polygons = feature(topology, topology.objects.land)
    .features.flatMap((one) => polygonsOf(one.geometry))
    .flatMap(([outer = [], ...holes]) => flattened(outer).map((piece) => [dense(piece), ...holes.filter((hole) => hole[0] && contains(piece, hole[0]))]));
  const left = FINER.reduce<Position[][][]>(
    (all, box) =>
      all.flatMap(([outer = [], ...holes]) => {
        if (within(outer, box).length === 0) return [[outer, ...holes]];
        const pieces = outside(outer, box);
        return pieces.map((piece) => [piece, ...holes.filter((hole) => hole[0] && contains(piece, hole[0]))]);
      }),
    polygons,
  );
  return { type: "Feature", properties: { class: "world" }, geometry: { type: "MultiPolygon", coordinates: left } };
}

function contains(ring: readonly Position[], [x = 0, y = 0]: Position): boolean {
  let inside = false;
  ring.forEach((point, index) => {
    const before = ring[(index + ring.length - 1) % ring.length] as Position;
    const [px = 0, py = 0] = point;
    const [bx = 0, by = 0] = before;
    if (py > y !== by > y && x < ((bx - px) * (y - py)) / (by - py) + px) inside = !inside;
  });
  return inside;
}

/** Whether a step of an outline lies on a cut and is no coast: an edge of a box, the date line, or the map's end. */
function isCut(one: Position, other: Position): boolean {
  const on = (axis: 0 | 1, bound: number) => Math.abs((one[axis] as number) - bound) < CLOSE_DEG && Math.abs((other[axis] as number) - bound) < CLOSE_DEG;
  return on(0, -180) || on(0, 180) || on(1, -90) || FINER.some(([west, south, east, north]) => on(0, west) || on(0, east) || on(1, south) || on(1, north));
}

/** The outlines of land as lines, without the edges at which a layer was cut. */
export function coastOf(land: FeatureCollection): Feature<MultiLineString> {
  const lines: Position[][] = [];
  for (const one of land.features) {
    for (const ring of polygonsOf(one.geometry as Polygon | MultiPolygon).flat()) {
      let line: Position[] = [];
      ring.forEach((point, index) => {
        const before = ring[index - 1];
        if (before && isCut(before, point)) {
          if (line.length > 1) lines.push(line);
          line = [];
        }
        line.push(point);
      });
      if (line.length > 1) lines.push(line);
    }
  }
  return { type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates: lines } };
}
