/** Who knows what, when: one missile of the raid, in both arrangements. */
import * as Plot from "@observablehq/plot";
import { useCallback } from "preact/hooks";
import type { Picture, When } from "../api";
import { ChartFrame } from "../charts/frame";
import { INK, MUTED } from "../charts/plots";
import { capital, plain } from "../format";
import { useLater, useSeen } from "../later";
import { usePage } from "../page";
import { Panel, SidesLegend, Waiting } from "./panel";
import { SIDES } from "../palette";

interface Step {
  who: string;
  what: string;
  side: 0 | 1;
  low: number;
  median: number;
  high: number;
  share: number;
}

const STEPS = [
  ["satellite_report", "satellite report"],
  ["alert", "first alert"],
  ["upper_track", "track, upper tier"],
  ["lower_track", "track, lower tier"],
  ["authority", "authority to fire"],
  ["warning", "public warning"],
] as const;

export function KnowsPanel() {
  const page = usePage();
  const [reference, seen] = useSeen<HTMLElement>();
  const path = seen && page.answer ? "picture" : null;
  const missile = page.looking.missile;
  const one = useLater<Picture>(path, { arrangement: 0, missile });
  const other = useLater<Picture>(path, { arrangement: 1, missile });
  const pictures = [one.body, other.body];
  const steps = pictures.flatMap((picture, side) => (picture ? stepsOf(picture, side as 0 | 1) : []));
  const told = one.body ?? other.body;
  const key = JSON.stringify(steps);
  const draw = useCallback((width: number) => (steps.length ? knowsPlot(steps, told, width) : null), [key]);
  return (
    <Panel id="knows" title="Who knows what, when" reference={reference}>
      <label class="field inline">
        <span>Missile of the raid</span>
        <input
          type="number"
          min={1}
          max={page.asked.raid_size}
          value={missile}
          onChange={(event) => {
            const number = event.currentTarget.valueAsNumber;
            if (number >= 1 && number <= page.asked.raid_size) page.look({ missile: number });
          }}
        />
      </label>
      {one.stale || one.trouble ? <Waiting later={one} what="the picture" /> : <Waiting later={other} what="the picture" />}
      <ChartFrame
        id="knows-chart"
        title={told ? `Missile ${told.missile.number}, ${Math.round(told.missile.range_km).toLocaleString("en-US")} km to ${told.missile.place}` : "One missile of the raid"}
        note="Seconds after its launch: the median, and the 5th to 95th percentile over the draws in which it happens. A faint mark happens in fewer than half of them."
        rows={steps.map((step) => ({ party: step.who, step: step.what, arrangement: pictures[step.side]?.arrangement ?? "", share_of_draws: step.share, low_s: step.low, median_s: step.median, high_s: step.high }))}
        draw={draw}
        says={steps.map((step) => `${SIDES[step.side].letter}, ${step.who}, ${step.what}: ${Math.round(step.median)} s`).join("; ")}
      >
        <SidesLegend />
      </ChartFrame>
    </Panel>
  );
}

function stepsOf(picture: Picture, side: 0 | 1): Step[] {
  const made: Step[] = [];
  const add = (who: string, what: string, when: When | undefined): void => {
    if (!when || when.median_s === null || when.share === 0) return;
    made.push({ who, what, side, low: when.low_s ?? when.median_s, median: when.median_s, high: when.high_s ?? when.median_s, share: when.share });
  };
  for (const party of picture.parties) for (const [field, words] of STEPS) add(party.party, words, party[field]);
  return made;
}

function knowsPlot(steps: readonly Step[], picture: Picture | null, width: number): Element {
  const parties = [...new Set(steps.map((step) => step.who))];
  const rows = parties.flatMap((who) => STEPS.map(([, what]) => `${who} ${what}`).filter((label) => steps.some((step) => `${step.who} ${step.what}` === label)));
  const label = (step: Step) => `${step.who} ${step.what}`;
  const impact = picture?.missile.impact.median_s ?? null;
  const burnout = picture?.missile.burnout.median_s ?? null;
  const upright = [
    ...(burnout === null ? [] : [{ t: burnout, words: "burnout" }]),
    ...(impact === null ? [] : [{ t: impact, words: "impact" }]),
  ];
  return Plot.plot({
    width,
    height: rows.length * 22 + 70,
    marginLeft: 132,
    marginRight: 22,
    marginTop: 30,
    marginBottom: 34,
    style: { fontSize: "11px", color: INK, fontFamily: "inherit", background: "none" },
    x: { label: "Seconds after launch", labelAnchor: "center", labelArrow: "none", grid: true, zero: true, ticks: 6 },
    y: { domain: rows, label: null, padding: 0.25 },
    marks: [
      Plot.ruleX(upright, { x: "t", stroke: MUTED, strokeDasharray: "2 3" }),
      Plot.text(upright, { x: "t", text: "words", frameAnchor: "top", dy: -14, fill: MUTED }),
      ...([0, 1] as const).flatMap((side) => {
        const shown = steps.filter((step) => step.side === side);
        const style = SIDES[side];
        const shift = { dy: side === 0 ? -4 : 4 };
        const opacity = (step: Step) => (step.share < 0.5 ? 0.4 : 1);
        if (shown.length === 0) return [];
        return [
          Plot.ruleY(shown, { x1: "low", x2: "high", y: label, stroke: style.colour, strokeWidth: 2, strokeOpacity: opacity, ...shift }),
          Plot.dot(shown, { x: "median", y: label, symbol: style.symbol, r: 3.5, fill: style.colour, stroke: "white", fillOpacity: opacity, ...shift, title: (step: Step) => `${style.letter}, ${step.who}: ${step.what} at ${Math.round(step.median)} s (${Math.round(step.low)} to ${Math.round(step.high)}), in ${Math.round(100 * step.share)}% of draws` }),
        ];
      }),
      Plot.axisY({ tickSize: 0, fontSize: 11, tickFormat: (text: string) => capital(plain(text)) }),
    ],
  });
}
