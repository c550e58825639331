/** The same map as a flat drawing: where there is no WebGL, where the reader asks for it, and on paper. */
import { geoConicEqualArea, geoPath } from "d3-geo";
import type { Feature, Polygon } from "geojson";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { UnitLine } from "../api";
import { COAST, GREEN, GREY, LAND, partyColour, SEA, shotsColour, UNASSIGNED, VERMILION } from "../palette";
import { at, boundsOf, citiesNamed, endOf, flown, reached, type Scene } from "./scene";
import { KIND_WORDS, symbolAddress, unitSymbol } from "./symbols";

const SYMBOL_PX = 10;
const LABELLED = 9;

interface Props {
  scene: Scene;
  onUnit: (unit: UnitLine) => void;
}

export function SvgMap({ scene, onUnit }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<[number, number]>([600, 420]);
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const observer = new ResizeObserver(() => element.clientWidth > 0 && setSize([element.clientWidth, element.clientHeight]));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const [width, height] = size;
  const { map, land, areas, playback, time_s, shown } = scene;

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
    () => (land?.features ?? []).map((feature, index) => <path key={index} d={outline(unwound(feature)) ?? ""} fill={feature.properties?.["class"] === "unassigned" ? UNASSIGNED : LAND} stroke={COAST} stroke-width="0.7" />),
    [land, outline],
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
        {shown.units && map?.units.filter((unit) => unit.lat !== null && unit.lon !== null).map((unit) => {
          const symbol = unitSymbol(unit.sidc, unit.party, SYMBOL_PX);
          const [x, y] = spot(unit.lon as number, unit.lat as number);
          const words = `${unit.name}, ${unit.party}, ${KIND_WORDS[unit.kind] ?? unit.kind}`;
          return (
            <g key={unit.id} class="unit" role="button" tabindex={0} aria-label={words} onClick={() => onUnit(unit)} onKeyDown={(event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), onUnit(unit))}>
              <title>{words}</title>
              <image href={symbolAddress(symbol)} x={x - symbol.anchor.x} y={y - symbol.anchor.y} width={symbol.width} height={symbol.height} opacity={unit.available_share < 0.5 ? 0.6 : 1} />
            </g>
          );
        })}
        {citiesNamed(map?.aims ?? [], LABELLED).map((aim) => {
          const [x, y] = spot(aim.lon, aim.lat);
          return (
            <text key={aim.id} class="city" x={x + 5} y={y + 4}>
              {aim.name}
            </text>
          );
        })}
      </svg>
    </div>
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
