/** The right side: the answer in a sentence, then everything that stands behind it. */
import { useRef } from "preact/hooks";
import { AnswerPanel } from "./answer";
import { AttributionPanel } from "./attribution";
import { BreakdownPanel } from "./breakdown";
import { CurvePanel } from "./curve";
import { FlipsPanel } from "./flips";
import { KnowsPanel } from "./knows";
import { MoneyPanel } from "./money";
import { NotModelledPanel } from "./not_modelled";
import { OutcomesPanel } from "./outcomes";
import { RestsPanel } from "./rests";
import { SourcesPanel } from "./sources";
import { WarningPanel } from "./warning";
import { WithoutPanel } from "./without";

const PARTS = [
  ["answer", "Answer"],
  ["outcomes", "Outcomes"],
  ["breakdown", "Places"],
  ["attribution", "Mechanisms"],
  ["curve", "Raid size"],
  ["warning", "Warning"],
  ["knows", "Who knows"],
  ["money", "Money"],
  ["without", "Without one"],
  ["rests", "Rests on"],
  ["flips", "What flips it"],
  ["not-modelled", "Not modelled"],
  ["sources", "Sources"],
] as const;

export function Panels() {
  const scroller = useRef<HTMLDivElement>(null);
  return (
    <>
      <nav class="jump" aria-label="Parts of the answer">
        {PARTS.map(([id, name]) => (
          <a
            key={id}
            href={`#${id}`}
            onClick={(event) => {
              event.preventDefault();
              document.getElementById(id)?.scrollIntoView({ block: "start" });
              document.getElementById(id)?.focus({ preventScroll: true });
            }}
          >
            {name}
          </a>
        ))}
      </nav>
      <div class="panels" ref={scroller}>
        <AnswerPanel />
        <OutcomesPanel />
        <BreakdownPanel />
        <AttributionPanel />
        <CurvePanel />
        <WarningPanel />
        <KnowsPanel />
        <MoneyPanel />
        <WithoutPanel />
        <RestsPanel />
        <FlipsPanel />
        <NotModelledPanel />
        <SourcesPanel />
      </div>
    </>
  );
}
