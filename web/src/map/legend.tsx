import { partyColour, SHOTS } from "../palette";
import { usePage } from "../page";
import { TIERS, type Scene, type Tier } from "./scene";

/** The record of whom the land is drawn by, in the catalogue's sources. */
const LAND_SOURCE = "natural_earth_4";

interface Props {
  scene: Scene;
  parties: readonly string[];
  busy: boolean;
  tier: Tier;
  onTier: (tier: Tier) => void;
}

/** What the marks on the map stand for. */
export function Legend({ scene, parties, busy, tier, onTier }: Props) {
  const page = usePage();
  const { shown } = scene;
  return (
    <ul class="legend-map" aria-label="Key to the map">
        {parties.map((party) => (
          <li key={party}>
            <i class="swatch" style={{ background: partyColour(party) }} /> {page.meta.parties.find((one) => one.id === party)?.name ?? party}
          </li>
        ))}
        <li>
          <i class="swatch dashed" /> Launch area, hypothetical
        </li>
        {shown.sectors && (
          <li>
            <i class="swatch sector" /> Sensor sector
          </li>
        )}
        {shown.engageable && (
          <>
            <li>
              <select aria-label="Tier of the engageable area" value={tier} onChange={(event) => onTier(event.currentTarget.value as Tier)}>
                {TIERS.map(([id, words]) => (
                  <option key={id} value={id}>
                    {words}
                  </option>
                ))}
              </select>
              shots{busy ? " (computing…)" : ""}:
              <span class="ramp" role="img" aria-label={`From light to dark: ${SHOTS.map((step) => step.words).join(", ")}`}>
                {SHOTS.map((step, index) => (
                  <i key={step.words} style={{ background: step.colour, color: index > 3 ? "#fff" : "#1a1a1a" }} title={step.words}>
                    {["0", "½", "1", "1½", "2", "2+"][index]}
                  </i>
                ))}
              </span>
            </li>
          </>
        )}
        {shown.flights && (
          <>
            <li>
              <i class="dot flight" /> Missile in flight
            </li>
            <li>
              <i class="dot hit" /> Intercept <i class="dot miss" /> Miss
            </li>
            <li>
              <i class="dot leak" /> Leaker, no casualty count
            </li>
          </>
        )}
        <li>
          <button type="button" class="link" onClick={() => page.open({ kind: "source", id: LAND_SOURCE })}>
            Land: Natural Earth
          </button>
        </li>
    </ul>
  );
}
