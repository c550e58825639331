/** The middle: a map or globe of what stands where, and one drawn battle on a time bar. */
import type { FeatureCollection } from "geojson";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Engageable, MapAnswer, Playback } from "../api";
import { get } from "../client";
import { useLater } from "../later";
import { SIDES } from "../palette";
import { usePage } from "../page";
import { VIEWS, type View } from "../state";
import type { GlView } from "./gl_map";
import { Legend } from "./legend";
import type { Mark } from "./marks";
import { PlaybackBar } from "./playback_bar";
import { areasOf, LAYERS, type LayerName, type Scene, type Tier } from "./scene";
import { SvgMap } from "./svg_map";
import { KIND_WORDS } from "./symbols";
import { hasWebGl } from "./webgl";

const VIEW_WORDS: Readonly<Record<View, string>> = { map: "Map", globe: "Globe", flat: "Flat" };
const NONE_HIDDEN: Record<LayerName, boolean> = { units: true, sectors: true, engageable: true, flights: true };

export function MapPanel() {
  const page = usePage();
  const { looking } = page;
  const [gl] = useState(hasWebGl);
  const [failed, setFailed] = useState<string | null>(gl ? null : "This browser offers no WebGL: the map is drawn flat.");
  const [printing, setPrinting] = useState(false);
  const [ground, setGround] = useState<Pick<Scene, "land" | "coast">>({ land: null, coast: null });
  const [time, setTime] = useState<number | null>(null);
  const [shown, setShown] = useState<Record<LayerName, boolean>>(NONE_HIDDEN);

  const map = useLater<MapAnswer>("map");
  const rested = page.answer !== null && page.progress === null;
  const battle = useLater<Playback>(rested ? "playback" : null, { arrangement: looking.shown });
  const area = useLater<Engageable>(rested && shown.engageable ? "engageable" : null, { arrangement: looking.shown });

  useEffect(() => {
    Promise.all([get<FeatureCollection>("land"), import("./world")])
      .then(([fine, { coastOf, worldLand }]) => {
        const land = { ...fine, features: [worldLand(), ...fine.features] };
        setGround({ land, coast: coastOf(land) });
      })
      .catch(() => setGround({ land: null, coast: null }));
    const before = () => {
      setPrinting(true);
      for (const details of document.querySelectorAll<HTMLDetailsElement>(".know details:not([open])")) {
        details.open = true;
        details.dataset["forPaper"] = "";
      }
    };
    const after = () => {
      setPrinting(false);
      for (const details of document.querySelectorAll<HTMLDetailsElement>("details[data-for-paper]")) {
        details.open = false;
        delete details.dataset["forPaper"];
      }
    };
    addEventListener("beforeprint", before);
    addEventListener("afterprint", after);
    return () => {
      removeEventListener("beforeprint", before);
      removeEventListener("afterprint", after);
    };
  }, []);

  const [tier, setTier] = useState<Tier>("layered");
  const areas = useMemo(() => areasOf(area.body, tier), [area.body, tier]);
  const duration = battle.body?.duration_s ?? 0;
  const time_s = Math.min(time ?? duration, duration);
  const view: View = failed ? "flat" : looking.view;
  const scene: Scene = useMemo(
    () => ({ view, ...ground, map: map.body, areas, playback: battle.body, time_s, shown }),
    [view, ground, map.body, areas, battle.body, time_s, shown],
  );
  const openMark = ({ units }: Mark) => {
    const [first] = units;
    if (units.length === 1 && first) page.open({ kind: "record", id: first.id });
    else page.open({ kind: "list", id: units.map((unit) => unit.id).join(), title: `${units.length} units in one place`, records: units.map((unit) => ({ id: unit.id, name: unit.name, about: `${unit.party}, ${KIND_WORDS[unit.kind] ?? unit.kind}` })) });
  };

  return (
    <>
      <div class="toolbar">
        <div class="segments" role="group" aria-label="How the map is drawn">
          {VIEWS.map((name) => (
            <button type="button" key={name} aria-pressed={view === name} disabled={failed !== null && name !== "flat"} onClick={() => page.look({ view: name })}>
              {VIEW_WORDS[name]}
            </button>
          ))}
        </div>
        <div class="segments" role="group" aria-label="Arrangement that the map shows">
          {SIDES.map((side, index) => (
            <button type="button" key={side.letter} aria-pressed={looking.shown === index} title={page.sideName(index as 0 | 1)} onClick={() => page.look({ shown: index as 0 | 1 })}>
              {side.letter}
            </button>
          ))}
        </div>
        <div class="layers" role="group" aria-label="What the map shows">
          {LAYERS.map(([name, words]) => (
            <label key={name}>
              <input type="checkbox" checked={shown[name]} onChange={(event) => setShown({ ...shown, [name]: event.currentTarget.checked })} />
              <span>{words}</span>
            </label>
          ))}
        </div>
      </div>
      <div class="canvas">
        {view === "flat" || printing ? <SvgMap scene={scene} onMark={openMark} onPaper={printing} /> : null}
        {view !== "flat" && <GlCanvas scene={scene} onMark={openMark} onFail={setFailed} />}
        {failed && <p class="plate top">{failed}</p>}
      </div>
      <Legend scene={scene} parties={page.parties} busy={area.stale && shown.engageable} tier={tier} onTier={setTier} />
      <PlaybackBar playback={battle.body} stale={battle.stale} trouble={battle.trouble ?? map.trouble ?? area.trouble} time_s={time_s} onTime={setTime} side={SIDES[looking.shown].letter} />
    </>
  );
}

/** The WebGL map, fetched when it is first needed. */
function GlCanvas({ scene, onMark, onFail }: { scene: Scene; onMark: (mark: Mark) => void; onFail: (reason: string) => void }) {
  const holder = useRef<HTMLDivElement>(null);
  const drawn = useRef<GlView | null>(null);
  const latest = useRef(scene);
  latest.current = scene;

  useEffect(() => {
    let gone = false;
    import("./gl_map")
      .then(({ createGlMap }) => {
        if (gone || !holder.current) return;
        drawn.current = createGlMap(holder.current, { onMark, onFail: () => onFail("WebGL failed here: the map is drawn flat.") });
        drawn.current.update(latest.current);
      })
      .catch(() => onFail("The map could not be loaded: it is drawn flat."));
    return () => {
      gone = true;
      drawn.current?.destroy();
      drawn.current = null;
    };
  }, []);

  useEffect(() => drawn.current?.update(scene), [scene]);
  return <div class="gl" ref={holder} />;
}
