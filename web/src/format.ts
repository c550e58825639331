/** Numbers and ids as words. */

const MINUS = "\u2212";

export function plain(id: string): string {
  return id.replaceAll("_", " ");
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A name within a sentence: its first letter small, unless the word is written in capitals. */
export function within(name: string): string {
  return /^[A-Z][A-Z.]/.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1);
}

/** Digits after the point that a number of this size deserves. */
function digitsFor(size: number): number {
  if (size === 0 || size >= 20) return 0;
  return size >= 1 ? 1 : 2;
}

export function number(value: number | null | undefined, size?: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "n/a";
  const digits = digitsFor(Math.abs(size ?? value));
  const text = Math.abs(value).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return value < 0 && Number(text.replaceAll(",", "")) !== 0 ? MINUS + text : text;
}

export function signed(value: number, size?: number): string {
  const text = number(value, size);
  return value > 0 && Number(text.replaceAll(",", "")) !== 0 ? `+${text}` : text;
}

const UNITS = / (s|km|m|hz|deg|m2|kg m2|km s|m s)$/;

/** An id such as `nodong.burn_time_s` as words; the unit stands beside the value. */
export function factName(id: string): string {
  return id
    .split(".")
    .map((part) => plain(part).replace(UNITS, ""))
    .join(" · ");
}

/** A value as it was written down: no digits added, none taken away up to six. */
export function asGiven(value: unknown): string {
  return typeof value === "number" ? Number(value.toPrecision(6)).toLocaleString("en-US", { maximumFractionDigits: 6 }) : String(value);
}

/** Two ends as "low to high"; both rounded to the same digits. */
export function interval(ends: readonly [number, number], sign = false): string {
  const size = Math.max(Math.abs(ends[0]), Math.abs(ends[1]));
  const show = sign ? signed : number;
  return `${show(ends[0], size)} to ${show(ends[1], size)}`;
}

export function seconds(value: number): string {
  const rounded = Math.round(value);
  const minutes = Math.floor(rounded / 60);
  return `${minutes}:${String(rounded - 60 * minutes).padStart(2, "0")}`;
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

export function longDate(iso: string): string {
  const [year, month, day] = iso.split("-").map(Number);
  return `${day} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}

const DAY_MS = 86_400_000;

export function dayNumber(iso: string): number {
  return Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY_MS);
}

export function isoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
