/** Colours of Okabe and Ito (2008), the same as in the package's printed figures (report/style.py, report/symbols.py). */

export const BLACK = "#000000";
export const ORANGE = "#E69F00";
export const SKY = "#56B4E9";
export const GREEN = "#009E73";
export const YELLOW = "#F0E442";
export const BLUE = "#0072B2";
export const VERMILION = "#D55E00";
export const PURPLE = "#CC79A7";
export const GREY = "#767676";
export const PALE = "#E4E4E1";

export const LAND = "#E9E6DF";
export const COAST = "#A9A49A";
export const SEA = "#F3F7FA";
export const UNASSIGNED = "#CFCBC2";

/** The two arrangements side by side: a colour, and a mark that does not need it. */
export const SIDES = [
  { letter: "A", colour: "#000000", dash: "none", symbol: "circle" },
  { letter: "B", colour: BLUE, dash: "6 3", symbol: "diamond" },
] as const;

const PARTIES: Readonly<Record<string, string>> = { JPN: BLUE, USA: PURPLE, KOR: SKY, AUS: YELLOW };

export function partyColour(party: string): string {
  return PARTIES[party] ?? GREY;
}

/** Classes of how often a place is engageable, light to dark (report/coverage_map.py); what the threat does not reach is grey. */
export const SHOTS = [
  { words: "fewer than 0.25", colour: "#FFFFFF" },
  { words: "0.25 to 0.75", colour: "#D9F0D3" },
  { words: "0.75 to 1.25", colour: "#A6DBA0" },
  { words: "1.25 to 1.75", colour: "#5AAE61" },
  { words: "1.75 to 2.25", colour: "#1B7837" },
  { words: "2.25 or more", colour: "#00441B" },
] as const;
export const BEYOND = "#D8D8D8";

export function shotsColour(step: number): string {
  return SHOTS[step]?.colour ?? BEYOND;
}

export function rgba(hex: string, alpha = 255): [number, number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255, alpha];
}
