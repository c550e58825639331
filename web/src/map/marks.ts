/** Units as marks of a map: their order for the keyboard, what they are called, and where they are drawn. */
import type { MapAnswer, UnitLine } from "../api";
import { citiesNamed } from "./scene";
import { besideIn, COUNT_PX, laidOut, nameBox, withRoom, type Box, type Laid } from "./declutter";
import { KIND_WORDS, unitSymbol } from "./symbols";

export interface Placed extends UnitLine {
  lat: number;
  lon: number;
}

export interface Mark extends Laid {
  units: Placed[];
  width: number;
  height: number;
}

export interface Name {
  id: string;
  name: string;
  x: number;
  y: number;
}

const NAMED_CITIES = 9;

/** Units that have a place, from west to east: the order in which arrow keys go through them. */
export function inOrder(units: readonly UnitLine[]): Placed[] {
  const placed = units.filter((unit): unit is Placed => unit.lat !== null && unit.lon !== null);
  const east = (lon: number) => (lon < 0 ? lon + 360 : lon);
  return placed.sort((one, other) => east(one.lon) - east(other.lon) || one.id.localeCompare(other.id));
}

/** Where marks and names of cities go on a drawing of the map, in pixels. */
export function marksOf(map: MapAnswer, spot: (lon: number, lat: number) => readonly [number, number], size: number, frame: Box | null, withUnits: boolean, onPaper = false): { marks: Mark[]; names: Name[] } {
  const cities = citiesNamed(map.aims, NAMED_CITIES).map((city) => {
    const [x, y] = spot(city.lon, city.lat);
    return { id: city.id, name: city.name, x: besideIn(frame, city.name, x, y), y };
  });
  const names = withRoom(cities);
  const units = withUnits ? inOrder(map.units) : [];
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const spots = units.map((unit) => {
    const [x, y] = spot(unit.lon, unit.lat);
    const { width, height } = unitSymbol(unit.sidc, unit.party, size);
    return { id: unit.id, x, y, width, height };
  });
  const marks = laidOut(spots, names.map((one) => nameBox(one.name, one.x, one.y)), frame, onPaper).map((laid) => {
    const own = laid.ids.map((id) => byId.get(id) as Placed);
    const symbol = unitSymbol((own[0] as Placed).sidc, (own[0] as Placed).party, size);
    return { ...laid, units: own, width: own.length > 1 ? COUNT_PX : symbol.width, height: own.length > 1 ? COUNT_PX : symbol.height };
  });
  return { marks, names };
}

export function unitWords(unit: UnitLine): string {
  return `${unit.name}, ${unit.party}, ${KIND_WORDS[unit.kind] ?? unit.kind}`;
}

/** What a mark is called for readers who do not see it. */
export function markWords(mark: Mark): string {
  const [first] = mark.units;
  return mark.units.length > 1 ? `${mark.units.length} units in one place: ${mark.units.map((unit) => unit.name).join(", ")}` : unitWords(first as Placed);
}

/** Where a key leads from a place in a row of marks; null where the key leads nowhere. */
export function steppedTo(key: string, place: number, count: number): number | null {
  const to = { ArrowRight: place + 1, ArrowDown: place + 1, ArrowLeft: place - 1, ArrowUp: place - 1, Home: 0, End: count - 1, PageDown: place + 10, PageUp: place - 10 }[key];
  return to === undefined ? null : Math.min(count - 1, Math.max(0, to));
}

export const MARKS_HINT = "arrow keys go from one to the next, Enter opens";
