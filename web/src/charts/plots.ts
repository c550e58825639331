/** Drawings by Observable Plot that several panels share: A and B with intervals along rows. */
import * as Plot from "@observablehq/plot";
import { SIDES } from "../palette";

export const INK = "#1a1a1a";
export const RULE = "#d9d9d6";
export const MUTED = "#595959";

export interface Ranged {
  label: string;
  /** 0 for A, 1 for B, 2 for the difference or neither. */
  side: 0 | 1 | 2;
  mean: number;
  low: number;
  high: number;
  faint?: boolean;
}

interface Options {
  width: number;
  axis: string;
  zero?: boolean;
  rowHeight?: number;
  marginLeft?: number;
  percent?: boolean;
}

const COLOURS = [SIDES[0].colour, SIDES[1].colour, INK] as const;
const SYMBOLS = [SIDES[0].symbol, SIDES[1].symbol, "square"] as const;

/** Rows with one dot and one interval for each side that stands in them. */
export function rangedPlot(data: readonly Ranged[], { width, axis, zero = true, rowHeight = 30, marginLeft = 118, percent = false }: Options): Element {
  const labels = [...new Set(data.map((row) => row.label))];
  const sides = [...new Set(data.map((row) => row.side))].sort();
  const offset = (side: 0 | 1 | 2) => 10 * (sides.indexOf(side) - (sides.length - 1) / 2);
  return Plot.plot({
    width,
    height: labels.length * rowHeight + 40,
    marginLeft,
    marginRight: 14,
    marginTop: 4,
    marginBottom: 36,
    style: { fontSize: "11px", color: INK, fontFamily: "inherit", background: "none" },
    x: { label: axis, labelAnchor: "center", labelArrow: "none", axis: "bottom", grid: true, nice: true, ticks: 5, zero, ...(percent ? { tickFormat: (value: number) => `${value}` } : {}) },
    y: { domain: labels, label: null, padding: 0.3, tickSize: 0 },
    marks: [
      Plot.ruleX([0], { stroke: "#8a8a8a" }),
      ...sides.flatMap((side) => {
        const rows = data.filter((row) => row.side === side);
        const shift = { dy: offset(side) };
        const colour = COLOURS[side] ?? INK;
        return [
          Plot.ruleY(rows, { x1: "low", x2: "high", y: "label", stroke: colour, strokeWidth: 2, ...shift }),
          Plot.dot(rows, { x: "mean", y: "label", symbol: SYMBOLS[side] ?? "square", r: 4, fill: colour, stroke: "white", ...shift, title: (row: Ranged) => `${row.label}: ${row.mean.toPrecision(3)} (${row.low.toPrecision(3)} to ${row.high.toPrecision(3)})` }),
        ];
      }),
      Plot.axisY({ tickSize: 0, lineWidth: marginLeft / 11 - 1, fontSize: 11 }),
    ],
  });
}
