/** The map and globe: land by MapLibre, flights in three dimensions by deck.gl over it. Loaded only when it is needed. */
import { PathLayer, ScatterplotLayer } from "@deck.gl/layers";
import { MapLibreOverlay } from "@deck.gl/maplibre";
import type { FeatureCollection } from "geojson";
import { Map as GlMap, Marker, NavigationControl, setWorkerUrl, type GeoJSONSource, type StyleSpecification } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { COAST, GREEN, GREY, LAND, partyColour, rgba, SEA, SHOTS, UNASSIGNED, VERMILION } from "../palette";
import { isApart } from "./declutter";
import { markWords, MARKS_HINT, marksOf, steppedTo, type Mark } from "./marks";
import { at, boundsOf, endOf, flown, reached, spotsOf, unrolled, type Scene } from "./scene";
import { symbolAddress, unitSymbol } from "./symbols";

setWorkerUrl(workerUrl);

const EMPTY: FeatureCollection = { type: "FeatureCollection", features: [] };
const PITCH = 42;
const SYMBOL_PX = 11;
/** What stays free around the first view, in pixels: symbols reach beyond their places, flights above them. */
const MARGIN = { top: 30, right: 46, bottom: 34, left: 20 } as const;
/** Symbols whose place is in view stay whole, this far from its edge. */
const EDGE_PX = 2;
/** Rounds in which the first view comes to rest. */
const FIT_ROUNDS = 8;
/** At which the whole round of the Earth shows. */
const GLOBE_ZOOM = 1.5;

const STYLE: StyleSpecification = {
  version: 8,
  sources: Object.fromEntries(["land", "coast", "areas", "sectors", "launch"].map((id) => [id, { type: "geojson" as const, data: EMPTY }])),
  layers: [
    { id: "sea", type: "background", paint: { "background-color": SEA } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": ["case", ["==", ["get", "class"], "unassigned"], UNASSIGNED, LAND] } },
    {
      id: "areas",
      type: "fill",
      source: "areas",
      paint: { "fill-color": ["to-color", ["at", ["get", "class"], ["literal", SHOTS.map((step) => step.colour)]]], "fill-opacity": 0.72 },
    },
    { id: "coast", type: "line", source: "coast", paint: { "line-color": COAST, "line-width": 0.8 } },
    { id: "launch", type: "fill", source: "launch", paint: { "fill-color": GREY, "fill-opacity": 0.28 } },
    { id: "launch-edge", type: "line", source: "launch", paint: { "line-color": "#555555", "line-width": 1, "line-dasharray": [3, 2] } },
    { id: "sectors", type: "fill", source: "sectors", paint: { "fill-color": ["get", "colour"], "fill-opacity": 0.025 } },
    { id: "sectors-edge", type: "line", source: "sectors", paint: { "line-color": ["get", "colour"], "line-width": 1, "line-opacity": 0.45, "line-dasharray": [4, 3] } },
  ],
};

export interface GlView {
  update(scene: Scene): void;
  destroy(): void;
}

export interface Callbacks {
  onMark: (mark: Mark) => void;
  onFail: (reason: string) => void;
}

export function createGlMap(container: HTMLElement, callbacks: Callbacks): GlView {
  const map = new GlMap({ container, style: STYLE, center: [134, 37.5], zoom: 3.6, pitch: PITCH, attributionControl: false, canvasContextAttributes: { preserveDrawingBuffer: false }, maxPitch: 70, renderWorldCopies: true, fadeDuration: 0 });
  map.addControl(new NavigationControl({ visualizePitch: true }), "top-right");
  const overlay = new MapLibreOverlay({ interleaved: false, layers: [] });
  let ready = false;
  let wanted: Scene | null = null;
  let fitted = "";
  let drawn: Partial<Scene> = {};
  let cities: Marker[] = [];
  let markers: Marker[] = [];
  let laid: Mark[] = [];
  /** The one mark that the tab key reaches. */
  let current = "";

  map.getCanvas().setAttribute("aria-label", "Map of units, sensors, areas and flights. Arrow keys move it, plus and minus zoom.");
  map.on("error", (event) => {
    if (!ready) callbacks.onFail(event.error?.message ?? "The map cannot be drawn.");
  });
  map.on("load", () => {
    ready = true;
    map.addControl(overlay);
    overlay.getCanvas()?.setAttribute("tabindex", "-1");
    overlay.getCanvas()?.setAttribute("aria-hidden", "true");
    if (wanted) draw(wanted);
    for (const event of ["moveend", "resize"] as const) map.on(event, () => wanted && placeUnits(wanted));
  });

  const setData = (id: string, data: FeatureCollection): void => (map.getSource(id) as GeoJSONSource | undefined)?.setData(data) as unknown as void;

  function draw(scene: Scene): void {
    if (drawn.view !== scene.view) {
      map.setProjection({ type: scene.view === "globe" ? "globe" : "mercator" });
      if (scene.view === "globe") map.jumpTo({ zoom: GLOBE_ZOOM, pitch: 0 });
      else fitted = "";
    }
    if (drawn.land !== scene.land) setData("land", scene.land ?? EMPTY);
    if (drawn.coast !== scene.coast) setData("coast", scene.coast ? { type: "FeatureCollection", features: [scene.coast] } : EMPTY);
    const toggled = drawn.shown !== scene.shown;
    if (toggled || drawn.areas !== scene.areas) setData("areas", scene.shown.engageable ? ((scene.areas as FeatureCollection | null) ?? EMPTY) : EMPTY);
    if (toggled || drawn.map !== scene.map) {
      setData("sectors", scene.shown.sectors && scene.map ? coloured(scene.map.sectors as FeatureCollection) : EMPTY);
      setData("launch", (scene.map?.launch_areas as FeatureCollection | undefined) ?? EMPTY);
    }
    if (scene.map && scene.view !== "globe" && fitted !== String(scene.map.bounds)) {
      fitted = String(scene.map.bounds);
      fit(scene.map);
    }
    if (toggled || drawn.map !== scene.map || drawn.view !== scene.view) placeUnits(scene);
    overlay.setProps({ layers: scene.shown.flights ? flightLayers(scene) : [] });
    drawn = scene;
  }

  /** Choose the view that just holds everything on the tilted map: fitted flat first, then by what is seen. */
  function fit(found: NonNullable<Scene["map"]>): void {
    const [west, south, east, north] = boundsOf(found);
    map.fitBounds([west, south, east, north], { pitch: PITCH, animate: false });
    const spots = spotsOf(found);
    const { clientWidth: width, clientHeight: height } = container;
    for (let round = 0; round < FIT_ROUNDS; round += 1) {
      const seen = spots.map((spot) => map.project(spot));
      const [left, right] = [Math.min(...seen.map((at) => at.x)), Math.max(...seen.map((at) => at.x))];
      const [top, bottom] = [Math.min(...seen.map((at) => at.y)), Math.max(...seen.map((at) => at.y))];
      const across = (width - MARGIN.left - MARGIN.right) / Math.max(1, right - left);
      const down = (height - MARGIN.top - MARGIN.bottom) / Math.max(1, bottom - top);
      const middle = map.unproject([(left + right - MARGIN.left + MARGIN.right) / 2, (top + bottom - MARGIN.top + MARGIN.bottom) / 2]);
      map.jumpTo({ center: middle, zoom: map.getZoom() + Math.log2(Math.min(across, down)) });
    }
  }

  /** Where a place is on the map, in pixels; across the date line on the side that is in view. */
  function spotOf(lon: number, lat: number): [number, number] {
    const { x, y } = map.project([lon + 360 * Math.round((map.getCenter().lng - lon) / 360), lat]);
    return [x, y];
  }

  /** Lay the marks out for the present scale; they are made anew only where other units stand together. */
  function placeUnits(scene: Scene): void {
    const { marks, names } = scene.map
      ? marksOf(scene.map, spotOf, SYMBOL_PX, { left: EDGE_PX, top: EDGE_PX, right: container.clientWidth - EDGE_PX, bottom: container.clientHeight - EDGE_PX }, scene.shown.units)
      : { marks: [], names: [] };
    for (const marker of cities) marker.remove();
    cities = names.map((name) => {
      const label = document.createElement("span");
      label.className = "city";
      label.textContent = name.name;
      return new Marker({ element: label, anchor: "left", offset: [4, 0] }).setLngLat(map.unproject([name.x, name.y])).addTo(map);
    });
    const same = marks.length === laid.length && marks.every((mark, index) => looksOf(mark) === looksOf(laid[index]));
    laid = marks;
    if (!same) {
      const had = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["mark"] : undefined;
      for (const marker of markers) marker.remove();
      if (!marks.some((mark) => mark.ids.includes(current))) current = marks[0]?.ids[0] ?? "";
      markers = marks.map((mark, index) => new Marker({ element: markButton(mark, index), anchor: "center" }).setLngLat(centreOf(mark)).addTo(map));
      if (had) (markers.find((_, index) => laid[index]?.ids.includes(had))?.getElement() as HTMLElement | undefined)?.focus({ preventScroll: true });
    }
    markers.forEach((marker, index) => {
      const mark = laid[index] as Mark;
      const offset: [number, number] = [mark.x - mark.atX, mark.y - mark.atY];
      marker.setOffset(offset);
      drawLeader(marker.getElement(), isApart(mark) ? offset : [0, 0]);
    });
  }

  function centreOf(mark: Mark): [number, number] {
    const first = mark.units[0];
    const around = (lon: number) => (first && lon - first.lon > 180 ? lon - 360 : lon);
    const mean = (of: (unit: Mark["units"][number]) => number) => mark.units.reduce((sum, unit) => sum + of(unit), 0) / mark.units.length;
    return [mean((unit) => around(unit.lon)), mean((unit) => unit.lat)];
  }

  function markButton(mark: Mark, place: number): HTMLElement {
    const button = markElement(mark);
    button.tabIndex = mark.ids.includes(current) ? 0 : -1;
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      callbacks.onMark(laid[place] ?? mark);
    });
    button.addEventListener("keydown", (event) => {
      const to = steppedTo(event.key, place, laid.length);
      if (to === null) return;
      event.preventDefault();
      event.stopPropagation();
      goTo(to);
    });
    return button;
  }

  /** Give the focus to a mark; the map moves where it is out of view. */
  function goTo(place: number): void {
    const mark = laid[place];
    const marker = markers[place];
    if (!mark || !marker) return;
    current = mark.ids[0] ?? "";
    markers.forEach((other, index) => (other.getElement().tabIndex = index === place ? 0 : -1));
    const { x, y } = map.project(marker.getLngLat());
    if (x < 0 || y < 0 || x > container.clientWidth || y > container.clientHeight) map.jumpTo({ center: marker.getLngLat() });
    marker.getElement().focus({ preventScroll: true });
  }

  return {
    update(scene) {
      wanted = scene;
      if (ready) draw(scene);
    },
    destroy() {
      for (const marker of [...markers, ...cities]) marker.remove();
      map.remove();
    },
  };
}

function coloured(collection: FeatureCollection): FeatureCollection {
  return { ...collection, features: collection.features.map((feature) => ({ ...feature, properties: { ...feature.properties, colour: partyColour(String(feature.properties?.["party"])) } })) };
}

/** A point told by longitudes that go on past 180 where it lies across the date line from the start. */
function eastOf(start: number, point: [number, number, number]): [number, number, number] {
  return unrolled([point], start)[0] ?? point;
}

/** What a mark's element is made of. */
function looksOf(mark: Mark | undefined): string {
  return (mark?.units ?? []).map((unit) => `${unit.id} ${unit.sidc} ${unit.available_share}`).join();
}

function markElement(mark: Mark): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = mark.units.length > 1 ? "unit count" : "unit";
  button.dataset["mark"] = mark.ids[0] ?? "";
  const words = markWords(mark);
  button.setAttribute("aria-label", `${words}; ${MARKS_HINT}`);
  button.title = words;
  const [unit] = mark.units;
  if (mark.units.length > 1 || !unit) {
    button.textContent = String(mark.units.length);
    return button;
  }
  button.style.opacity = unit.available_share < 0.5 ? "0.6" : "1";
  const symbol = unitSymbol(unit.sidc, unit.party, SYMBOL_PX);
  const image = document.createElement("img");
  image.src = symbolAddress(symbol);
  image.width = symbol.width;
  image.height = symbol.height;
  image.alt = "";
  button.append(image);
  return button;
}

const SVG = "http://www.w3.org/2000/svg";

/** A line from a mark back to its true place. */
function drawLeader(element: HTMLElement, [right, down]: [number, number]): void {
  element.querySelector(".leader")?.remove();
  if (right === 0 && down === 0) return;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "leader");
  svg.setAttribute("width", "1");
  svg.setAttribute("height", "1");
  const line = document.createElementNS(SVG, "line");
  const end = document.createElementNS(SVG, "circle");
  for (const [key, value] of Object.entries({ x1: 0, y1: 0, x2: -right, y2: -down })) line.setAttribute(key, String(value));
  for (const [key, value] of Object.entries({ cx: -right, cy: -down, r: 1.8 })) end.setAttribute(key, String(value));
  svg.append(line, end);
  element.prepend(svg);
}

interface Line {
  path: [number, number, number][];
  colour: [number, number, number, number];
  width: number;
}

interface Spot {
  position: [number, number, number];
  fill: [number, number, number, number];
  edge: [number, number, number, number];
  size: number;
}

function flightLayers(scene: Scene): (PathLayer | ScatterplotLayer)[] {
  const { playback, time_s } = scene;
  if (!playback) return [];
  const lines: Line[] = [];
  const spots: Spot[] = [];
  for (const missile of playback.missiles) {
    if (!missile.flies || time_s < missile.launch_s) continue;
    const end_s = endOf(missile, playback.shots);
    lines.push({ path: unrolled(missile.points.map(([lon, lat, height]) => [lon, lat, height])), colour: rgba(GREY, 46), width: 1 });
    lines.push({ path: unrolled(flown(missile, end_s, time_s)), colour: rgba(VERMILION, missile.leaked ? 235 : 150), width: missile.leaked ? 2.2 : 1.5 });
    const head = time_s < end_s ? at(missile.points, time_s) : null;
    const first = missile.points[0]?.[0] ?? 0;
    if (head) spots.push({ position: eastOf(first, head), fill: rgba(VERMILION), edge: [255, 255, 255, 255], size: 4 });
    const last = missile.points[missile.points.length - 1];
    if (missile.leaked && time_s >= missile.impact_s && last) spots.push({ position: eastOf(first, [last[0], last[1], 0]), fill: [255, 255, 255, 255], edge: rgba(VERMILION), size: 6 });
  }
  for (const shot of playback.shots) {
    const path = reached(shot, time_s);
    if (path.length < 2) continue;
    const over = time_s >= shot.intercept_s;
    lines.push({ path, colour: rgba(partyColour(shot.party), over ? 120 : 230), width: over ? 1 : 2 });
    if (over) spots.push({ position: shot.to, fill: shot.hit ? rgba(GREEN) : [255, 255, 255, 255], edge: shot.hit ? [255, 255, 255, 255] : rgba(GREY), size: shot.hit ? 4.5 : 3.5 });
  }
  return [
    new PathLayer<Line>({ id: "flights", data: lines, getPath: (line) => line.path, getColor: (line) => line.colour, getWidth: (line) => line.width, widthUnits: "pixels", capRounded: true, jointRounded: true, parameters: { depthCompare: "always" } }),
    new ScatterplotLayer<Spot>({ id: "spots", data: spots, getPosition: (spot) => spot.position, getFillColor: (spot) => spot.fill, getLineColor: (spot) => spot.edge, getRadius: (spot) => spot.size, radiusUnits: "pixels", lineWidthUnits: "pixels", getLineWidth: 1.5, stroked: true, billboard: true, parameters: { depthCompare: "always" } }),
  ];
}
