/** Public warning before impact, by city. */
import { useCallback, useState } from "preact/hooks";
import type { Warning } from "../api";
import { ChartFrame } from "../charts/frame";
import { rangedPlot, type Ranged } from "../charts/plots";
import { useLater, useSeen } from "../later";
import { usePage } from "../page";
import { Panel, SidesLegend, Waiting } from "./panel";

const FEW = 12;

export function WarningPanel() {
  const page = usePage();
  const [reference, seen] = useSeen<HTMLElement>();
  const [all, setAll] = useState(false);
  const later = useLater<Warning>(seen && page.answer ? "warning" : null);
  const names = page.names;
  const places = [...(later.body?.arrangements[names[0]]?.places ?? [])].sort((one, other) => other.people - one.people);
  const listed = (all ? places : places.filter((place) => !place.name.includes("(rest)")).slice(0, FEW)).map((place) => place.id);
  const rows: (Ranged & { id: string; people: number; flight: number | null; unwarned: number | null })[] = [];
  names.forEach((name, side) => {
    const byId = new Map((later.body?.arrangements[name]?.places ?? []).map((place) => [place.id, place]));
    for (const id of listed) {
      const place = byId.get(id);
      if (!place || place.warning_time_s === null) continue;
      rows.push({
        id,
        label: place.name,
        side: side as 0 | 1,
        mean: place.warning_time_s,
        low: place.warning_time_low_s ?? place.warning_time_s,
        high: place.warning_time_high_s ?? place.warning_time_s,
        people: place.people,
        flight: place.flight_time_s,
        unwarned: place.unwarned_share,
      });
    }
  });
  const ordered = rows.sort((one, other) => listed.indexOf(one.id) - listed.indexOf(other.id));
  const key = JSON.stringify(ordered);
  const draw = useCallback((width: number) => (ordered.length ? rangedPlot(ordered, { width, axis: "Seconds from public alert to impact", marginLeft: 104, rowHeight: 28 }) : null), [key]);
  return (
    <Panel id="warning" title="Warning, by city" reference={reference}>
      <Waiting later={later} what="warning times" />
      <ChartFrame
        id="warning-chart"
        title="Time from public alert to impact"
        note={later.body?.counted ? `Counted ${later.body.counted}.` : "The largest cities first; lines hold the 5th to 95th percentile over what is not known."}
        rows={ordered.map((row) => ({ place: row.label, people: row.people, arrangement: names[row.side as 0 | 1] ?? "", warning_s: row.mean, warning_5_s: row.low, warning_95_s: row.high, flight_s: row.flight, unwarned_share: row.unwarned }))}
        draw={draw}
        says={`${listed.length} places.`}
      >
        <SidesLegend />
      </ChartFrame>
      {places.length > FEW && (
        <button type="button" onClick={() => setAll(!all)}>
          {all ? "The largest cities only" : `All ${places.length} places`}
        </button>
      )}
    </Panel>
  );
}
