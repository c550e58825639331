/** Means with intervals on a line: small ones beside the numbers, and the whole set as one drawing to take along. */
import type { Estimate } from "../api";
import { intervalText, meanText, SHOWN, type sides } from "../measures";
import { SIDES } from "../palette";

interface StripProps {
  a: Estimate;
  b: Estimate;
  factor: number;
}

const WIDTH = 120;
const HEIGHT = 20;

function scaleOf(a: Estimate, b: Estimate): (value: number) => number {
  const low = Math.min(0, a.epistemic[0], b.epistemic[0]);
  const high = Math.max(a.epistemic[1], b.epistemic[1], a.mean, b.mean, low + 1e-9);
  return (value) => (value - low) / (high - low);
}

/** A and B on one scale from zero. */
export function Strip({ a, b }: StripProps) {
  const scale = scaleOf(a, b);
  return (
    <svg class="strip" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <line x1="5.5" x2="5.5" y1="0" y2={HEIGHT} stroke="#bbbbbb" />
      {[a, b].map((estimate, index) => {
        const side = SIDES[index as 0 | 1];
        const x = (value: number) => 6 + scale(value) * (WIDTH - 12);
        const y = index === 0 ? 6 : 14;
        return (
          <g key={side.letter} stroke={side.colour} fill={side.colour}>
            <line x1={x(estimate.epistemic[0])} x2={x(estimate.epistemic[1])} y1={y} y2={y} stroke-width="2" />
            {index === 0 ? <circle cx={x(estimate.mean)} cy={y} r="3.5" stroke="#fff" /> : <path d={`M${x(estimate.mean)} ${y - 4.5}l4.500 4.500-4.500 4.500-4.500-4.500z`} stroke="#fff" />}
          </g>
        );
      })}
    </svg>
  );
}

function element(name: string, attributes: Record<string, string | number>, text?: string): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

/** All outcomes below each other, each on its own scale from zero. */
export function outcomesDrawing(of: ReturnType<typeof sides>, width: number): SVGSVGElement {
  const measures = SHOWN.filter((measure) => of.a[measure.id] && of.b[measure.id]);
  const row = 46;
  const height = row * measures.length + 4;
  const svg = element("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "font-size": 11 }) as SVGSVGElement;
  measures.forEach((measure, index) => {
    const a = of.a[measure.id] as Estimate;
    const b = of.b[measure.id] as Estimate;
    const top = index * row;
    const scale = scaleOf(a, b);
    const x = (value: number) => 6 + scale(value) * (width - 136);
    svg.append(element("text", { x: 2, y: top + 12, "font-weight": 600 }, measure.unit ? `${measure.name}, ${measure.unit}` : measure.name));
    svg.append(element("line", { x1: x(0), x2: x(0), y1: top + 16, y2: top + 42, stroke: "#bbbbbb" }));
    [a, b].forEach((estimate, place) => {
      const side = SIDES[place as 0 | 1];
      const y = top + (place === 0 ? 23 : 36);
      svg.append(element("line", { x1: x(estimate.epistemic[0]), x2: x(estimate.epistemic[1]), y1: y, y2: y, stroke: side.colour, "stroke-width": 2 }));
      const mean = x(estimate.mean);
      svg.append(place === 0 ? element("circle", { cx: mean, cy: y, r: 4, fill: side.colour, stroke: "#ffffff" }) : element("path", { d: `M${mean} ${y - 5}l5 5-5 5-5-5z`, fill: side.colour, stroke: "#ffffff" }));
      svg.append(element("text", { x: width - 122, y: y + 4 }, `${side.letter} ${meanText(estimate, measure)} (${intervalText(estimate, measure)})`));
    });
  });
  return svg;
}
