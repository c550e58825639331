/** The frame that every chart stands in: its title, what it shows, and the ways to take it along. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { usePage } from "../page";
import { csvText, saveText, svgText, type Row } from "./files";

interface Props {
  id: string;
  title: string;
  /** What a reader should know to read it. */
  note?: ComponentChildren;
  rows: readonly Row[];
  /** Draw at a width in pixels; called again when the width or the data change. */
  draw: (width: number) => Element | null;
  /** What the drawing says, for readers who do not see it. */
  says: string;
  children?: ComponentChildren;
}

export function ChartFrame({ id, title, note, rows, draw, says, children }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);

  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = holder.current;
    if (!element || width < 50) return;
    const drawing = draw(width);
    element.replaceChildren(...(drawing ? [drawing] : []));
    const svg = element.querySelector("svg");
    // The drawing is one image with one name: the names that Plot gives its groups belong to no role.
    for (const group of svg?.querySelectorAll("[aria-label]") ?? []) group.removeAttribute("aria-label");
    svg?.setAttribute("role", "img");
    svg?.setAttribute("aria-label", `${title}. ${says}`);
  }, [width, draw, says, title]);

  return (
    <figure class="chart" id={id}>
      <figcaption>
        <h3>{title}</h3>
        {note && <p class="note">{note}</p>}
      </figcaption>
      {children}
      <div class="drawing" ref={holder} />
      <Take id={id} title={title} rows={rows} drawing={() => holder.current?.querySelector("svg") ?? null} />
    </figure>
  );
}

interface TakeProps {
  id: string;
  title: string;
  rows: readonly Row[];
  drawing: () => SVGSVGElement | null;
}

/** The ways to take a chart along: its numbers, its drawing, its address. */
export function Take({ id, title, rows, drawing }: TakeProps) {
  const page = usePage();
  const [copied, setCopied] = useState(false);
  const file = `shieldwall-${page.asked.scenario}-${id}`;
  const saveSvg = () => {
    const svg = drawing();
    if (svg) saveText(`${file}.svg`, svgText(svg, title, page.credit()), "image/svg+xml");
  };
  const copyLink = async () => {
    await page.copyLink(id);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <div class="take">
      <button type="button" aria-label={`${title}: CSV`} disabled={rows.length === 0} onClick={() => saveText(`${file}.csv`, csvText(rows), "text/csv")}>
        CSV
      </button>
      <button type="button" aria-label={`${title}: SVG`} disabled={rows.length === 0} onClick={saveSvg}>
        SVG
      </button>
      <button type="button" aria-label={`${title}: copy link`} onClick={() => void copyLink()}>
        {copied ? "Copied" : "Link"}
      </button>
    </div>
  );
}
