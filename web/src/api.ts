/** The shape of what the server answers (its OpenAPI is at api/openapi.json). Only what the page reads is written down. */
import type { FeatureCollection, MultiPolygon, Polygon } from "geojson";
import type { Asked, Mechanisms } from "./state";

export type Ends = [number, number];

export interface Estimate {
  mean: number;
  mc_se: number;
  epistemic: Ends;
  predictive: Ends;
  by_party?: Record<string, Estimate> | null;
  by_beneficiary?: Record<string, Estimate> | null;
}

export interface Share extends Estimate {
  first_in: number;
  last_in: number;
}

export interface Named {
  id: string;
  name: string;
  meaning?: string;
  summary?: string;
}

export interface Preset extends Named {
  bound: boolean;
  /** Whom it relates; none where it fits any. */
  parties: string[];
  mechanisms: Mechanisms | null;
}

export interface MechanismKind extends Named {
  per: "pair" | "group";
  values: Named[];
}

export interface Measure extends Named {
  unit: string;
  meaning: string;
  direction: "more" | "less" | null;
}

export interface CiteLine {
  source: string;
  title?: string;
  publisher?: string | null;
  published?: string | null;
  url?: string | null;
  locator?: string | null;
  note?: string | null;
}

export interface OptionLine extends Named {
  status?: string;
  note?: string | null;
  cites?: CiteLine[];
}

export interface Meta {
  versions: { code: string; data: string; schema: string; state?: number };
  scenarios: { id: string; title: string; question: string; date: string; parties: string[]; threat: string }[];
  presets: Preset[];
  mechanisms: MechanismKind[];
  parties: { id: string; name: string; color?: string }[];
  availability: Named[];
  knowledge: Named[];
  readings: Named[];
  doctrines: Named[];
  counterfactuals: Named[];
  options: OptionLine[];
  measures: Measure[];
  dates: { first: string; last: string };
  raid_size: { least: number; most: number };
  not_modelled: string[];
  interceptors: Record<string, string>;
  threats: Record<string, string>;
}

export interface Change {
  field: string;
  was: unknown;
  now: unknown;
  message: string;
}

export interface StateAnswer {
  state: Asked;
  names: [string, string];
  changes: Change[];
  title: string;
  question: string;
}

export interface ScenarioAnswer {
  state: Asked;
  scenario: { parties: string[]; title: string; question: string; raid: { threat: string }; [field: string]: unknown };
  attribution: { base: string; top: string } | null;
  remarks: string[];
}

export interface FactUsed {
  fact: string;
  role: string;
  value: number;
  unit: string;
  basis: string;
  sources: string[];
}

export type Outcomes = Record<string, Estimate>;

export interface CurvePoint {
  arrangement: string;
  raid_size: number;
  p_no_leak: Estimate;
  expected_leakers: Estimate;
  interceptors_expended: Estimate;
}

export interface Comparison {
  scenario: { id: string; title: string; question: string; date: string; threat: string; raid_size: number; [field: string]: unknown };
  answer: string;
  remarks: string[];
  seed: number;
  trials: number;
  draws: number;
  arrangements: Record<string, Outcomes>;
  differences: Record<string, Outcomes>;
  attribution: Record<string, Record<string, Share>>;
  facts_used: FactUsed[];
  assumed_share: AssumedShare | null;
  not_modelled: string[];
  versions: { code: string; data: string; schema: string };
}

export interface Answer {
  state: Asked;
  names: [string, string];
  difference: string | null;
  sentence: string;
  precision: { draws: number; trials: number; of_draws: number; words: string; interval_width: Record<string, number> };
  comparison: Comparison;
}

export interface Curve {
  names: string[];
  curve: CurvePoint[];
  second_shot_runs_out: Record<string, number | null>;
  magazine_runs_out: Record<string, number | null>;
  precision?: { words: string };
}

/** A difference with its interval over what is not known (`epistemic`) and that of the trials (`low`, `high`). */
export interface Apart {
  mean: number;
  low: number;
  high: number;
  epistemic: Ends;
}

export type Sign = "more" | "fewer" | "none" | "unsettled";

/** Which way a difference goes, by the rule of the answer's sentence, and what leaves it open. */
export interface Settled {
  sign: Sign;
  why: string | null;
}

export interface Flip extends Settled {
  field: string;
  value: unknown;
  label: string;
  difference: Apart;
  flips: boolean;
}

export interface InputTried {
  input: string;
  role: string;
  basis: string;
  unit: string;
  low: number;
  high: number;
  at_low: Estimate;
  at_high: Estimate;
  verdict: "reverses" | "keeps_the_sign" | "not_settled";
}

export interface FactFlip {
  whole: Estimate;
  verdict: "found" | "none_found" | "not_settled" | "no_difference";
  reversed_by: string[];
  tried: InputTried[];
  text: string;
}

export interface FactFlips {
  trials: number;
  draws: number;
  screened: number;
  tried: number;
  method: string;
  differences: Record<string, Record<string, FactFlip>>;
}

export interface Flips {
  names: [string, string];
  rule: string;
  base: Apart & Settled;
  changes: Flip[];
  measure: string;
  inputs: FactFlips | null;
}

export const LOSSES = ["sensor", "link", "shooter"] as const;
export type LossClass = (typeof LOSSES)[number];

export const EFFECTS = ["expected_leakers", "warning_time_s", "p_no_leak", "interceptors_expended"] as const;
export type Effect = (typeof EFFECTS)[number];

export interface SingleLoss {
  id: string;
  name: string;
  party: string;
  kind: string;
  system: string;
  effects: Record<string, Record<Effect, Estimate>>;
}

/** What single losses of a class go with; in the order of the catalogue, which is no rank. */
export interface WithoutOne {
  asset_class: LossClass;
  trials: number;
  draws: number;
  losses: SingleLoss[];
  largest: Record<string, Record<string, { id: string | null; effect: Estimate | null; not_told_apart_from: string[]; text: string }>>;
}

export interface Without {
  names: [string, string];
  seed: number;
  without_one: WithoutOne;
}

export const GROUNDS = ["assumed", "published", "of_the_day"] as const;
export type Ground = (typeof GROUNDS)[number];

/** First-order shares of an outcome's epistemic variance, each with its standard error. */
export interface VarianceShare {
  assumed: number;
  assumed_se: number;
  published: number;
  published_se: number;
  of_the_day: number;
  of_the_day_se: number;
  rest: number;
}

export interface AssumedShare {
  estimator: string;
  inputs: number;
  arrangements: Record<string, Record<string, VarianceShare | null>>;
  differences: Record<string, Record<string, VarianceShare | null>>;
}

/** What a fact is called: its record's name, and its own in words. */
export type Labels = Record<string, { record: string; label: string }>;

export interface WarnedPlace {
  id: string;
  name: string;
  beneficiary: string;
  lat: number;
  lon: number;
  people: number;
  warning_time_s: number | null;
  warning_time_low_s: number | null;
  warning_time_high_s: number | null;
  flight_time_s: number | null;
  unwarned_share: number | null;
}

export interface Warning {
  arrangements: Record<string, { places: WarnedPlace[] }>;
  counted?: string;
  draws: number;
  seed: number;
}

/** When something happens: the share of draws in which it does, and over those the median with its interval. */
export interface When {
  share: number;
  low_s: number | null;
  median_s: number | null;
  high_s: number | null;
}

export interface Picture {
  arrangement: string;
  reading: string;
  draws: number;
  missile: { number: number; threat: string; launch_area: string; place: string; range_km: number; apogee_km: number; burnout: When; impact: When };
  sensors: { unit: string; name: string; party: string; seen: When; last: When; on_station: number }[];
  parties: { party: string; satellite_report: When; alert: When; upper_track: When; lower_track: When; authority: When; warning: When }[];
  shooters: { unit: string; name: string; party: string; interceptor: string; tier: string; on_station: number; ready: When; first_launch: When; first_intercept: When; last_launch: When }[];
}

export interface Spread {
  mean: number;
  low: number;
  high: number;
}

export interface Money {
  counterfactual: string;
  meaning: string;
  on_this_date: string[];
  programmes: {
    id: string;
    name: string;
    shares: Record<string, number>;
    contributions: { prices: string; total_million_usd: number; parties: Record<string, { million_usd: number; missing: number[] }> };
    /** Empty where things stay as fielded: there is no other world to compare with. */
    savings: { parties?: Record<string, { saving_million_usd: Spread; chance_of_saving: number }> };
    production: { price_year: number; parties: Record<string, { saving_million_usd: Spread }> } | null;
    command: string;
  }[];
  not_modelled: string[];
}

export interface UnitLine {
  id: string;
  name: string;
  party: string;
  kind: string;
  system: string;
  site?: string | null;
  lat: number | null;
  lon: number | null;
  available_share: number;
  sidc: string;
  since?: string | null;
  basis?: string;
  cites?: CiteLine[];
  interceptors?: unknown[];
}

export interface MapAnswer {
  units: UnitLine[];
  sectors: FeatureCollection<Polygon, { unit: string; party: string; system: string; range_km: number }>;
  launch_areas: FeatureCollection<Polygon, { id: string; name: string; party: string }>;
  aims: { id: string; name: string; lat: number; lon: number; people: number; beneficiary: string }[];
  bounds: [number, number, number, number];
  note: string;
}

export interface Engageable {
  arrangement: string;
  geojson: FeatureCollection<MultiPolygon | Polygon, { tier: string; shots: string; class: number; statistic: string; people: number; land_km2: number }>;
  cell_km: number;
  assumptions: string[];
}

/** Longitude, latitude in degrees, height in metres, seconds after the raid's start. */
export type FlightPoint = [number, number, number, number];

export interface BattleMissile {
  missile: number;
  place: string;
  launch_s: number;
  burnout_s: number;
  impact_s: number;
  flies: boolean;
  leaked: boolean;
  points: FlightPoint[];
}

export interface Shot {
  party: string;
  unit: string;
  unit_name: string;
  interceptor: string;
  /** Null where it was fired at a track of nothing. */
  missile: number | null;
  launch_s: number;
  intercept_s: number;
  tier: string;
  hit: boolean;
  duplicate: boolean;
  from: [number, number];
  to: [number, number, number];
}

export interface BattleEvent {
  t_s: number;
  kind: string;
  party: string | null;
  unit: string | null;
  missile: number | null;
  text: string;
}

export interface Playback {
  arrangement: string;
  duration_s: number;
  missiles: BattleMissile[];
  shots: Shot[];
  events: BattleEvent[];
  outcome: { leakers: number; expended: number; duplicate_shots: number };
  note: string;
}

export interface TimelineEvent {
  id: string;
  date: string;
  until: string;
  precision: string;
  category: string;
  event: string;
  source: string;
}

export interface Agreement {
  id: string;
  name: string;
  since: string | null;
  until: string | null;
  in_force: boolean;
  summary: string | null;
  cites: CiteLine[];
}

export interface Fact {
  id: string;
  record: string;
  record_name: string;
  kind: string;
  label: string;
  value: unknown;
  low: number | null;
  high: number | null;
  unit: string;
  spread: string | null;
  price_year: number | null;
  as_of: string | null;
  basis: string;
  cites: CiteLine[];
  derivation: string | null;
  disputes: { value: number | null; low: number | null; high: number | null; reason: string; cites: CiteLine[] }[];
  rechecked_on: string | null;
}

export interface RecordAnswer {
  id: string;
  kind: string;
  name: string;
  note: string | null;
  facts: { id: string; label: string; value: unknown; low: number | null; high: number | null; unit: string; basis: string }[];
  cites: CiteLine[];
}

export interface SourceAnswer {
  id: string;
  title: string;
  author: string | null;
  publisher: string | null;
  published: string | null;
  url: string | null;
  kind: string;
  licence: string | null;
  note: string | null;
  cited_by: { id: string; name: string }[];
}

export interface Citation {
  text: string;
  bibtex: string;
}

export interface Reproduction {
  command: string;
  python: string;
  yaml: string;
  overlay?: { file: string; text: string }[];
  note: string | null;
}

export interface FieldError {
  field: string;
  message: string;
  suggestion: string | null;
  line: number | null;
}
