/** Units as standard symbols (MIL-STD-2525 through milsymbol), filled with a tint of their party's colour. */
import ms from "milsymbol";
import { partyColour, rgba } from "../palette";

/** A colour mixed with white, so that the symbol's own lines stay readable on it. */
function tint(hex: string, strength: number): string {
  const [red, green, blue] = rgba(hex);
  const mix = (part: number) => Math.round(255 - strength * (255 - part));
  return `rgb(${mix(red)},${mix(green)},${mix(blue)})`;
}

export interface Symbol {
  svg: string;
  width: number;
  height: number;
  anchor: { x: number; y: number };
}

const made = new Map<string, Symbol>();

export function unitSymbol(sidc: string, party: string, size: number): Symbol {
  const key = `${sidc}|${party}|${size}`;
  const known = made.get(key);
  if (known) return known;
  const symbol = new ms.Symbol(sidc, { size, fillColor: tint(partyColour(party), 0.45), outlineWidth: 3, outlineColor: "#ffffff" });
  const result = { svg: symbol.asSVG(), ...symbol.getSize(), anchor: symbol.getAnchor() };
  made.set(key, result);
  return result;
}

export function symbolAddress(symbol: Symbol): string {
  return `data:image/svg+xml;utf8,${encodeURIComponent(symbol.svg)}`;
}

/** What stands behind a unit's name where it is pressed. */
export const KIND_WORDS: Readonly<Record<string, string>> = { ship: "ship", ground_battery: "fire unit", radar_site: "radar site", base: "base" };
