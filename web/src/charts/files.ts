/** Files made in the page: tables as CSV, charts as SVG. */

export type Cell = string | number | boolean | null | undefined;
export type Row = Record<string, Cell>;

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  const text = typeof cell === "number" ? String(Number(cell.toPrecision(10))) : String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV with the columns of the first; line feeds, as the command line writes it. */
export function csvText(rows: readonly Row[]): string {
  const first = rows[0];
  if (!first) return "";
  const columns = Object.keys(first);
  return [columns.join(","), ...rows.map((row) => columns.map((column) => cellText(row[column])).join(","))].join("\n") + "\n";
}

/** A drawing that stands by itself: white paper, its own fonts and colours, and a line that says where it is from. */
export function svgText(drawing: SVGSVGElement, title: string, credit: string): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const width = Number(copy.getAttribute("width") ?? drawing.clientWidth);
  const height = Number(copy.getAttribute("height") ?? drawing.clientHeight);
  const make = (name: string, attributes: Record<string, string>, text = ""): SVGElement => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };
  const lines = wrapped(credit, Math.floor(width / 5));
  const top = 24;
  const foot = 8 + 12 * lines.length;
  const sheet = make("svg", {
    xmlns: "http://www.w3.org/2000/svg",
    width: String(width),
    height: String(height + top + foot),
    viewBox: `0 0 ${width} ${height + top + foot}`,
    "font-family": "system-ui, sans-serif",
    "font-size": "11",
    color: "#1a1a1a",
    fill: "currentColor",
  });
  sheet.append(make("rect", { width: "100%", height: "100%", fill: "#ffffff" }));
  sheet.append(make("text", { x: "4", y: "16", "font-size": "13", "font-weight": "600" }, title));
  copy.setAttribute("y", String(top));
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.style.overflow = "visible";
  sheet.append(copy);
  lines.forEach((line, index) =>
    sheet.append(make("text", { x: "4", y: String(top + height + 14 + 12 * index), "font-size": "9", fill: "#555555" }, line)),
  );
  return new XMLSerializer().serializeToString(sheet);
}

function wrapped(text: string, letters: number): string[] {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1] ?? "";
    if (last.length + word.length + 1 > letters && last) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}

export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export function saveText(name: string, text: string, kind: string): void {
  saveBlob(name, new Blob([text], { type: `${kind};charset=utf-8` }));
}
