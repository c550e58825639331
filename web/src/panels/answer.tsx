/** The answer in a sentence, how precise it is, and how it is being refined. */
import { usePage } from "../page";
import { SidesLegend } from "./panel";
import { QuestionOnPaper } from "./question";

export function AnswerPanel() {
  const page = usePage();
  const { answer, progress } = page;
  const precision = answer?.precision;
  return (
    <section class="panel answer" id="answer" tabIndex={-1} aria-labelledby="answer-title">
      <h2 id="answer-title">The answer</h2>
      <div aria-live="polite" aria-busy={page.behind} class={page.behind ? "behind" : ""}>
        <Sentence text={answer?.sentence ?? answer?.comparison.answer ?? "Computing a first answer…"} />
      </div>
      <SidesLegend />
      <QuestionOnPaper />
      <p class="precision" data-state={page.behind ? "behind" : page.job ? "refined" : "quick"}>
        {page.behind && answer && (
          <span role="status">
            Answering the new question… <progress aria-label="Progress of the quick answer" />
          </span>
        )}
        {precision && !page.behind && (
          <>
            {page.job ? "Refined" : "Quick"} answer: {precision.trials.toLocaleString("en-US")} battles over {precision.draws} of {precision.of_draws} draws of what is not known; seed {answer?.comparison.seed}.
          </>
        )}
        {progress && (
          <span role="status">
            Refining{progress.stage ? `: ${progress.stage}` : ""}… <progress aria-label="Progress of the refined answer" {...(progress.share === null ? {} : { value: progress.share })} />
          </span>
        )}
      </p>
      {answer?.comparison.remarks.length ? (
        <details class="remarks">
          <summary>
            {answer.comparison.remarks.length} {answer.comparison.remarks.length === 1 ? "remark" : "remarks"} on this question
          </summary>
          <ul>
            {answer.comparison.remarks.map((remark) => (
              <li key={remark}>{remark}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}

/** The first sentence is the headline; what follows is its body. */
function Sentence({ text }: { text: string }) {
  const cut = text.search(/[.;]\s/);
  if (cut < 0) return <p class="headline">{text}</p>;
  const rest = text.slice(cut + 1).trim();
  return (
    <>
      <p class="headline">{text.slice(0, cut)}.</p>
      <p class="body">{rest.charAt(0).toUpperCase() + rest.slice(1)}</p>
    </>
  );
}
