/** What there is to draw, whichever map draws it, and what of a battle has happened by a time. */
import type { Feature, FeatureCollection } from "geojson";
import type { BattleMissile, Engageable, FlightPoint, MapAnswer, Playback, Shot } from "../api";
import type { View } from "../state";

export const LAYERS = [
  ["units", "Units"],
  ["sectors", "Sensors"],
  ["engageable", "Areas"],
  ["flights", "Flights"],
] as const;
export type LayerName = (typeof LAYERS)[number][0];

export const TIERS = [
  ["layered", "Both tiers"],
  ["upper", "Upper tier"],
  ["lower", "Lower tier"],
] as const;
export type Tier = (typeof TIERS)[number][0];

export interface Scene {
  view: View;
  land: FeatureCollection | null;
  /** Outlines of the land, without the edges at which a layer was cut. */
  coast: Feature | null;
  map: MapAnswer | null;
  /** Of one tier, in classes of shots. */
  areas: Engageable["geojson"] | null;
  playback: Playback | null;
  /** Seconds after the raid's start that the drawing shows. */
  time_s: number;
  shown: Readonly<Record<LayerName, boolean>>;
}

/** The engageable area of one tier; what the threat does not reach is left out. */
export function areasOf(engageable: Engageable | null, tier: Tier): Engageable["geojson"] | null {
  if (!engageable) return null;
  return { ...engageable.geojson, features: engageable.geojson.features.filter((feature) => feature.properties.tier === tier && feature.properties.class >= 0) };
}

/** Where a missile is at a time: between its points, or null before launch and after its end. */
export function at(points: readonly FlightPoint[], time_s: number): [number, number, number] | null {
  const first = points[0];
  const last = points[points.length - 1];
  if (!first || !last || time_s < first[3] || time_s > last[3]) return null;
  let index = 1;
  while (index < points.length - 1 && (points[index] as FlightPoint)[3] < time_s) index += 1;
  const [one, two] = [points[index - 1] as FlightPoint, (points[index] ?? last) as FlightPoint];
  const share = two[3] === one[3] ? 1 : (time_s - one[3]) / (two[3] - one[3]);
  return [one[0] + share * (two[0] - one[0]), one[1] + share * (two[1] - one[1]), one[2] + share * (two[2] - one[2])];
}

/** When a missile's flight ends: hit by an interceptor, or at impact. */
export function endOf(missile: BattleMissile, shots: readonly Shot[]): number {
  const hits = shots.filter((shot) => shot.missile === missile.missile && shot.hit).map((shot) => shot.intercept_s);
  return Math.min(missile.impact_s, ...hits);
}

/** The part of a flight flown by a time. */
export function flown(missile: BattleMissile, end_s: number, time_s: number): [number, number, number][] {
  const until = Math.min(end_s, time_s);
  const path = missile.points.filter((point) => point[3] <= until).map(([lon, lat, height]): [number, number, number] => [lon, lat, height]);
  const head = at(missile.points, until);
  return head ? [...path, head] : path;
}

/** The way of an interceptor so far: straight from its launcher towards where it meets its target. */
export function reached(shot: Shot, time_s: number): [number, number, number][] {
  if (time_s < shot.launch_s) return [];
  const share = Math.min(1, (time_s - shot.launch_s) / Math.max(1, shot.intercept_s - shot.launch_s));
  const [lon, lat] = shot.from;
  return [
    [lon, lat, 0],
    [lon + share * (shot.to[0] - lon), lat + share * (shot.to[1] - lat), share * shot.to[2]],
  ];
}

export interface Tally {
  flying: number;
  intercepted: number;
  leaked: number;
  shots: number;
}

/** How the battle stands at a time. */
export function tally(playback: Playback, time_s: number): Tally {
  const ends = playback.missiles.map((missile) => ({ missile, end_s: endOf(missile, playback.shots) }));
  return {
    flying: ends.filter(({ missile, end_s }) => missile.flies && missile.launch_s <= time_s && end_s > time_s).length,
    intercepted: ends.filter(({ missile, end_s }) => missile.flies && !missile.leaked && end_s < missile.impact_s && end_s <= time_s).length,
    leaked: ends.filter(({ missile }) => missile.leaked && missile.impact_s <= time_s).length,
    shots: playback.shots.filter((shot) => shot.launch_s <= time_s).length,
  };
}

/** Degrees between two cities whose names are both written. */
const APART_DEG = 2.2;

interface City {
  id: string;
  name: string;
  lat: number;
  lon: number;
  people: number;
}

/** The largest cities, none so near a larger one that their names would meet; wards such as “Minato (Tokyo)” are one city. */
export function citiesNamed(aims: MapAnswer["aims"], most: number): City[] {
  const cities = new Map<string, City>();
  for (const aim of aims) {
    const part = /\((.+)\)$/.exec(aim.name)?.[1];
    if (part === "rest") continue;
    const name = part ?? aim.name;
    const city = cities.get(name);
    if (!city) cities.set(name, { id: aim.id, name, lat: aim.lat, lon: aim.lon, people: aim.people });
    else {
      const people = city.people + aim.people;
      const share = aim.people / people;
      cities.set(name, { ...city, lat: city.lat + share * (aim.lat - city.lat), lon: city.lon + share * (aim.lon - city.lon), people });
    }
  }
  const named: City[] = [];
  for (const city of [...cities.values()].sort((one, other) => other.people - one.people)) {
    if (named.length < most && named.every((one) => Math.hypot(one.lon - city.lon, one.lat - city.lat) > APART_DEG)) named.push(city);
  }
  return named;
}

/** A way over the date line as one line: longitudes go on past 180 in the way of its first point, from 0 to 360 where that is east. */
export function unrolled(path: readonly [number, number, number][], from?: number): [number, number, number][] {
  let before = from ?? path[0]?.[0] ?? 0;
  return path.map(([lon, lat, height]) => {
    const turned = lon + 360 * Math.round((before - lon) / 360);
    before = turned;
    return [turned, lat, height];
  });
}

/** All spots that the first view must hold: launch areas, and the units and places within the map's bounds. */
export function spotsOf(map: Pick<MapAnswer, "bounds" | "units" | "aims" | "launch_areas">): [number, number][] {
  const [west, south, east, north] = boundsOf(map);
  const turned = (lon: number) => lon + 360 * Math.round(((west + east) / 2 - lon) / 360);
  const within = ([lon, lat]: [number, number]) => lon >= west - 0.01 && lon <= east + 0.01 && lat >= south - 0.01 && lat <= north + 0.01;
  return [
    ...map.units.flatMap((unit): [number, number][] => (unit.lon === null || unit.lat === null ? [] : [[turned(unit.lon), unit.lat]])).filter(within),
    ...map.launch_areas.features.flatMap((feature) => feature.geometry.coordinates.flat().map((point): [number, number] => [turned(point[0] ?? 0), point[1] ?? 0])),
    ...map.aims.map((aim): [number, number] => [turned(aim.lon), aim.lat]).filter(within),
  ];
}

/** West, south, east, north of all that stands on the map; east passes 180 where it lies across the date line. */
export function boundsOf(map: Pick<MapAnswer, "bounds" | "units" | "aims" | "launch_areas">): [number, number, number, number] {
  const [west, south, east, north] = map.bounds;
  if (east - west <= 180) return [west, south, east, north];
  const launches = map.launch_areas.features.flatMap((feature) => feature.geometry.coordinates.flat().map((point) => point[0] ?? 0));
  const around = [...map.units.map((unit) => unit.lon ?? east), ...map.aims.map((aim) => aim.lon), ...launches].map((lon) => (lon < 0 ? lon + 360 : lon));
  return [Math.min(...around), south, Math.max(...around), north];
}
