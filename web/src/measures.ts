/** How outcomes are named, scaled and ordered on the page. */
import type { Answer, Estimate, Outcomes } from "./api";

export interface Shown {
  id: string;
  name: string;
  /** What follows the number. */
  unit: string;
  factor: number;
  /** Stands under the one before it. */
  detail?: boolean;
}

export const SHOWN: readonly Shown[] = [
  { id: "expected_leakers", name: "Expected leakers", unit: "", factor: 1 },
  { id: "p_no_leak", name: "Chance of no leaker", unit: "%", factor: 100 },
  { id: "warning_time_s", name: "Public warning before impact", unit: "s", factor: 1 },
  { id: "engageable_share", name: "People in engageable places, 1 shot", unit: "%", factor: 100 },
  { id: "engageable_share_two_shots", name: "… with 2 shots", unit: "%", factor: 100 },
  { id: "engageable_share_upper_two_shots", name: "… upper tier alone, 2 shots", unit: "%", factor: 100, detail: true },
  { id: "engageable_share_lower", name: "… lower tier alone", unit: "%", factor: 100, detail: true },
  { id: "interceptors_expended", name: "Interceptors expended", unit: "", factor: 1 },
  { id: "interceptors_remaining", name: "Interceptors remaining", unit: "", factor: 1, detail: true },
  { id: "duplicate_shots", name: "Duplicate shots", unit: "", factor: 1 },
  { id: "cost_expended_million_usd", name: "Cost of interceptors expended", unit: "$m", factor: 1 },
];

export function shown(id: string): Shown {
  return SHOWN.find((one) => one.id === id) ?? { id, name: id.replaceAll("_", " "), unit: "", factor: 1 };
}

export function scaled(ends: readonly [number, number], factor: number): [number, number] {
  return [ends[0] * factor, ends[1] * factor];
}

/** Standard errors to either side that hold nine tenths of a normal error. */
const NINE_TENTHS_ERRORS = 1.645;
/** A mean within this many standard errors of zero may be the luck of the trials. */
const SURE_ERRORS = 2;

/** A value with the digits that its interval justifies, at most three decimals: the rule of the command line. */
export function rounded(value: number, ends: readonly [number, number], sign = false): string {
  const width = Math.abs(ends[1] - ends[0]);
  const decimals = width <= 0 ? 3 : Math.max(0, Math.min(3, 1 - Math.floor(Math.log10(width))));
  const size = Math.abs(value).toFixed(decimals);
  if (Number(size) === 0) return width <= 0 ? "0" : size;
  const text = width <= 0 ? String(Number(size)) : size;
  return (value < 0 ? "\u2212" : sign ? "+" : "") + text;
}

/** The interval that decides the digits: the epistemic one, or that of the trials where it is wider. */
function digitsOf(estimate: Estimate): [number, number] {
  const [low, high] = estimate.epistemic;
  const half = NINE_TENTHS_ERRORS * estimate.mc_se;
  return high - low >= 2 * half ? [low, high] : [estimate.mean - half, estimate.mean + half];
}

/** The mean in the measure's own unit. */
export function meanText(estimate: Estimate, measure: Shown, sign = false): string {
  return rounded(estimate.mean * measure.factor, scaled(digitsOf(estimate), measure.factor), sign);
}

/** The interval over what is not known, in the measure's own unit. */
export function intervalText(estimate: Estimate, measure: Shown, sign = false): string {
  const digits = scaled(digitsOf(estimate), measure.factor);
  const [low, high] = scaled(estimate.epistemic, measure.factor);
  return `${rounded(low, digits, sign)} to ${rounded(high, digits, sign)}`;
}

/** Whether the epistemic interval lies on one side of zero, and the mean farther off than luck explains. */
export function settledSign(estimate: Estimate): "more" | "fewer" | "none" | "unsettled" {
  const [low, high] = estimate.epistemic;
  if (estimate.mean === 0 && estimate.mc_se === 0 && low === 0 && high === 0) return "none";
  const side = estimate.mean > 0 ? low : -high;
  if (side <= 0 || Math.abs(estimate.mean) <= SURE_ERRORS * estimate.mc_se) return "unsettled";
  return estimate.mean > 0 ? "more" : "fewer";
}

export const SIGN_WORDS = { more: "higher in B", fewer: "lower in B", none: "no difference", unsettled: "sign not settled" } as const;

/** Outcomes of A and of B, and of B minus A; null where both are the same arrangement. */
export function sides(answer: Answer): { a: Outcomes; b: Outcomes; difference: Outcomes | null } {
  const { comparison, names } = answer;
  const a = comparison.arrangements[names[0]] ?? {};
  const b = comparison.arrangements[names[1]] ?? a;
  const difference = comparison.differences[answer.difference ?? ""] ?? comparison.differences[`${names[1]}-minus-${names[0]}`] ?? null;
  return { a, b, difference };
}
