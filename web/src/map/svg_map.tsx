/** The same map as a flat drawing: where there is no WebGL, where the reader asks for it, and on paper. */
import { geoConicEqualArea, geoPath } from "d3-geo";
import type { Feature, Polygon } from "geojson";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { COAST, GREEN, GREY, LAND, partyColour, SEA, shotsColour, UNASSIGNED, VERMILION } from "../palette";
import { isApart } from "./declutter";
import { markWords, MARKS_HINT, marksOf, steppedTo, type Mark } from "./marks";
import { at, boundsOf, endOf, flown, reached, type Scene } from "./scene";
import { symbolAddress, unitSymbol } from "./symbols";

const SYMBOL_PX = 10;
/** The size of the drawing on paper, whatever the window was. */
const PAPER_PX = [700, 430] as const;
/** Names of cities at the right edge have this much room. */
const EDGE_PX = 4;

interface Props {
  scene: Scene;
  onMark: (mark: Mark) => void;
  onPaper: boolean;
}

export function SvgMap({ scene, onMark, onPaper }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<[number, number]>([600, 420]);
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const observer = new ResizeObserver(() => element.clientWidth > 0 && setSize([element.clientWidth, element.clientHeight]));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const [width, height] = onPaper ? PAPER_PX : size;
  const { map, land, coast, areas, playback, time_s, shown } = scene;

  const projection = useMemo(() => {
    const [west, south, east, north] = map ? boundsOf(map) : [122, 28, 148, 46];
    const made = geoConicEqualArea().rotate([-(west + east) / 2, 0]).parallels([south + (north - south) / 6, north - (north - south) / 6]);
    const corners = { type: "MultiPoint" as const, coordinates: [[west, south], [east, south], [west, north], [east, north], [(west + east) / 2, south], [(west + east) / 2, north]] };
    return made.fitExtent([[14, 14], [width - 14, height - 14]], corners).clipExtent([[-20, -20], [width + 20, height + 20]]);
  }, [map, width, height]);
  const outline = useMemo(() => geoPath(projection), [projection]);
  const spot = (lon: number, lat: number): [number, number] => projection([lon, lat]) ?? [-99, -99];
  const line = (path: readonly [number, number, number][]) => outline({ type: "LineString", coordinates: path.map(([lon, lat]) => [lon, lat]) }) ?? "";

  const ground = useMemo(
    () => (land?.features ?? []).map((feature, index) => <path key={index} d={outline(unwound(feature)) ?? ""} fill={feature.properties?.["class"] === "unassigned" ? UNASSIGNED : LAND} />),
    [land, outline],
  );
  const shore = useMemo(() => (coast ? <path d={outline(coast) ?? ""} fill="none" stroke={COAST} stroke-width="0.7" /> : null), [coast, outline]);
  const { marks, names } = useMemo(
    () => (map ? marksOf(map, spot, SYMBOL_PX, { left: EDGE_PX, top: EDGE_PX, right: width - EDGE_PX, bottom: height - EDGE_PX }, shown.units, onPaper) : { marks: [], names: [] }),
    [map, projection, shown.units, onPaper],
  );

  const covered = useMemo(
    () => (areas?.features ?? []).map((feature, index) => <path key={index} d={outline(unwound(feature as Feature)) ?? ""} fill={shotsColour(feature.properties.class)} fill-opacity="0.72" stroke={COAST} stroke-width="0.4" />),
    [areas, outline],
  );

  return (
    <div class="flat" ref={holder}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label="Map of units, sensors, areas and flights, flat">
        <rect width={width} height={height} fill={SEA} />
        {ground}
        {shore}
        {shown.engageable && covered}
        {map?.launch_areas.features.map((feature) => (
          <path key={feature.properties.id} d={outline(unwound(feature)) ?? ""} fill={GREY} fill-opacity="0.28" stroke="#555555" stroke-dasharray="3 2" />
        ))}
        {shown.sectors && map?.sectors.features.map((feature, index) => (
          <path key={index} d={outline(unwound(feature)) ?? ""} fill={partyColour(feature.properties.party)} fill-opacity="0.025" stroke={partyColour(feature.properties.party)} stroke-opacity="0.45" stroke-dasharray="4 3" />
        ))}
        {shown.flights && playback && (
          <g fill="none">
            {playback.missiles.filter((missile) => missile.flies && time_s >= missile.launch_s).map((missile) => {
              const end_s = endOf(missile, playback.shots);
              const head = time_s < end_s ? at(missile.points, time_s) : null;
              const last = missile.points[missile.points.length - 1];
              return (
                <g key={missile.missile}>
                  <path d={line(flown(missile, end_s, time_s))} stroke={VERMILION} stroke-width={missile.leaked ? 1.8 : 1.1} stroke-opacity={missile.leaked ? 0.95 : 0.6} />
                  {head && <circle cx={spot(head[0], head[1])[0]} cy={spot(head[0], head[1])[1]} r="3.5" fill={VERMILION} stroke="#fff" />}
                  {missile.leaked && time_s >= missile.impact_s && last && <circle cx={spot(last[0], last[1])[0]} cy={spot(last[0], last[1])[1]} r="5" fill="#fff" stroke={VERMILION} stroke-width="2" />}
                </g>
              );
            })}
            {playback.shots.filter((shot) => time_s >= shot.launch_s).map((shot) => {
              const over = time_s >= shot.intercept_s;
              const [x, y] = spot(shot.to[0], shot.to[1]);
              return (
                <g key={`${shot.missile}-${shot.unit}-${shot.launch_s}`}>
                  <path d={line(reached(shot, time_s))} stroke={partyColour(shot.party)} stroke-opacity={over ? 0.5 : 0.95} stroke-width={over ? 0.9 : 1.6} />
                  {over && <circle cx={x} cy={y} r={shot.hit ? 3.5 : 3} fill={shot.hit ? GREEN : "#fff"} stroke={shot.hit ? "#fff" : GREY} />}
                </g>
              );
            })}
          </g>
        )}
        <Marks marks={marks} onMark={onMark} />
        {names.map((name) => (
          <text key={name.id} class="city" x={name.x + 5} y={name.y + 4}>
            {name.name}
          </text>
        ))}
      </svg>
    </div>
  );
}

/** Units, one of which the tab key reaches; from there arrow keys go on. */
function Marks({ marks, onMark }: { marks: readonly Mark[]; onMark: (mark: Mark) => void }) {
  const holder = useRef<SVGGElement>(null);
  const [current, setCurrent] = useState("");
  const reached = marks.some((mark) => mark.ids.includes(current)) ? current : marks[0]?.ids[0];
  const onKey = (event: KeyboardEvent, place: number) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      const mark = marks[place];
      if (mark) onMark(mark);
      return;
    }
    const to = steppedTo(event.key, place, marks.length);
    if (to === null) return;
    event.preventDefault();
    setCurrent(marks[to]?.ids[0] ?? "");
    (holder.current?.querySelectorAll("g.unit")[to] as SVGGElement | undefined)?.focus({ preventScroll: true });
  };
  return (
    <g ref={holder}>
      {marks.filter(isApart).map((mark) => (
        <g key={mark.ids[0]} class="leader">
          <line x1={mark.x} y1={mark.y} x2={mark.atX} y2={mark.atY} />
          <circle cx={mark.atX} cy={mark.atY} r="1.8" />
        </g>
      ))}
      {marks.map((mark, place) => {
        const [unit] = mark.units;
        const several = mark.units.length > 1;
        const symbol = unit ? unitSymbol(unit.sidc, unit.party, SYMBOL_PX) : null;
        const words = markWords(mark);
        return (
          <g key={mark.ids[0]} class={several ? "unit count" : "unit"} role="button" tabindex={reached !== undefined && mark.ids.includes(reached) ? 0 : -1} aria-label={`${words}; ${MARKS_HINT}`} onClick={() => onMark(mark)} onFocus={() => setCurrent(mark.ids[0] ?? "")} onKeyDown={(event) => onKey(event, place)}>
            <title>{words}</title>
            {several ? (
              <>
                <circle cx={mark.x} cy={mark.y} r="11" />
                <text x={mark.x} y={mark.y + 4} text-anchor="middle">
                  {mark.units.length}
                </text>
              </>
            ) : (
              symbol && <image href={symbolAddress(symbol)} x={mark.x - mark.width / 2} y={mark.y - mark.height / 2} width={mark.width} height={mark.height} opacity={(unit?.available_share ?? 1) < 0.5 ? 0.6 : 1} />
            )}
          </g>
        );
      })}
    </g>
  );
}

/** d3 reads rings the other way round than GeoJSON's standard: turn those that would cover the rest of the globe. */
function unwound(feature: Feature): Feature {
  if (feature.geometry.type !== "Polygon" && feature.geometry.type !== "MultiPolygon") return feature;
  const polygons = feature.geometry.type === "Polygon" ? [feature.geometry.coordinates] : feature.geometry.coordinates;
  const turned = polygons.map((rings) => rings.map((ring, index) => (clockwise(ring) === (index === 0) ? ring : [...ring].reverse())));
  return { ...feature, geometry: { type: "MultiPolygon", coordinates: turned as Polygon["coordinates"][] } };
}

function clockwise(ring: readonly (readonly number[])[]): boolean {
  let twice = 0;
  for (let index = 0; index + 1 < ring.length; index += 1) {
    const [x, y] = ring[index] as [number, number];
    const [nextX, nextY] = ring[index + 1] as [number, number];
    twice += (nextX - x) * (nextY + y);
  }
  return twice > 0;
}
