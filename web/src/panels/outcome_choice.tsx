/** Which outcome a panel shows. */
import { SHOWN, type Shown } from "../measures";

export function OutcomeChoice({ chosen, from = SHOWN, onChoose }: { chosen: string; from?: readonly Shown[]; onChoose: (id: string) => void }) {
  return (
    <label class="field inline">
      <span>Outcome</span>
      <select value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
        {from.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name.replace("… ", "Engageable, ")}
          </option>
        ))}
      </select>
    </label>
  );
}
