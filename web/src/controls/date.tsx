/** The date: posture, law and agreements follow it. */
import { useEffect, useState } from "preact/hooks";
import type { Agreement } from "../api";
import { get, isAbort } from "../client";
import { dayNumber, isoDay } from "../format";
import { usePage } from "../page";
import { isDay } from "../url";
import { Group } from "./fields";

const MONTH_DAYS = 30;

export function DateControl() {
  const page = usePage();
  const { first, last } = page.meta.dates;
  const date = page.asked.date;
  const set = (text: string) => isDay(text) && text >= first && text <= last && text !== date && page.ask({ date: text });
  return (
    <Group title="Date">
      <div class="slider">
        <label for="date">Day</label>
        <input type="date" aria-label="Date, exact" min={first} max={last} value={date} onChange={(event) => set(event.currentTarget.value)} />
        <input
          id="date"
          type="range"
          min={dayNumber(first)}
          max={dayNumber(last)}
          value={dayNumber(date)}
          aria-valuetext={date}
          onInput={(event) => set(isoDay(event.currentTarget.valueAsNumber))}
          onKeyDown={(event) => {
            const step = { ArrowLeft: -MONTH_DAYS, ArrowDown: -MONTH_DAYS, ArrowRight: MONTH_DAYS, ArrowUp: MONTH_DAYS, PageUp: 365, PageDown: -365 }[event.key];
            if (step === undefined) return;
            event.preventDefault();
            set(isoDay(Math.min(dayNumber(last), Math.max(dayNumber(first), dayNumber(date) + step))));
          }}
        />
        <span class="ends" aria-hidden="true">
          <span>{first.slice(0, 4)}</span>
          <span>{last.slice(0, 4)}</span>
        </span>
      </div>
      <InForce />
    </Group>
  );
}

function InForce() {
  const page = usePage();
  const date = page.asked.date;
  const [agreements, setAgreements] = useState<Agreement[]>([]);
  useEffect(() => {
    const control = new AbortController();
    const timer = setTimeout(() => {
      get<{ agreements: Agreement[] }>(`agreements?on=${date}`, control.signal)
        .then((answer) => setAgreements(answer.agreements))
        .catch((error: unknown) => {
          if (!isAbort(error)) setAgreements([]);
        });
    }, 200);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [date]);
  const force = agreements.filter((agreement) => agreement.in_force);
  return (
    <details class="inforce">
      <summary>
        {force.length} of {agreements.length} laws and agreements in force
      </summary>
      <ul>
        {agreements.map((agreement) => (
          <li key={agreement.id} class={agreement.in_force ? "" : "not"}>
            <button type="button" class="link" onClick={() => page.open({ kind: "record", id: agreement.id })}>
              {agreement.name}
            </button>
            <small>{agreement.in_force ? `since ${agreement.since ?? "before"}` : agreement.since && agreement.since > date ? `from ${agreement.since}` : `until ${agreement.until ?? "then"}`}</small>
          </li>
        ))}
      </ul>
    </details>
  );
}
