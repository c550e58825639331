/** Files of the result, made by the server: the brief, the numbers, the scenario. */
import { useState } from "preact/hooks";
import { saveBlob } from "../charts/files";
import { postFile, reason } from "../client";
import { nothingUnderWay } from "../later";
import { usePage } from "../page";

interface FileKind {
  label: string;
  about: string;
  path: string;
  ending: string;
  table?: string;
}

const FILES: readonly FileKind[] = [
  { label: "Brief (PDF)", about: "The report: answer, charts, sources. Takes some seconds.", path: "export/pdf", ending: "pdf" },
  { label: "Brief (HTML)", about: "The same as one page.", path: "export/html", ending: "html" },
  { label: "Scenario (YAML)", about: "What the command line takes, and this page takes back.", path: "scenario/yaml", ending: "yaml" },
  { label: "Outcomes (CSV)", about: "Every outcome with its intervals.", path: "export/csv", ending: "csv", table: "outcomes" },
  { label: "Differences (CSV)", about: "Paired differences, B minus A.", path: "export/csv", ending: "csv", table: "differences" },
  { label: "Attribution (CSV)", about: "Shapley values, with the refined answer.", path: "export/csv", ending: "csv", table: "attribution" },
  { label: "Facts (CSV)", about: "Every fact that was read, with its sources.", path: "export/csv", ending: "csv", table: "facts" },
  { label: "Everything (JSON)", about: "What the command writes with --json.", path: "export/json", ending: "json" },
];

const PRINT = "Print this page";
const MOST_WAIT_MS = 90_000;

export function DownloadView() {
  const page = usePage();
  const [busy, setBusy] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const fetchFile = async (file: FileKind) => {
    setBusy(file.label);
    setTrouble(null);
    try {
      const body = { state: page.asked, ...(page.job && file.path.startsWith("export") ? { job: page.job } : {}), ...(file.table ? { table: file.table } : {}) };
      saveBlob(`shieldwall-${page.asked.scenario}${file.table ? `-${file.table}` : ""}.${file.ending}`, await postFile(file.path, body));
    } catch (error) {
      setTrouble(reason(error));
    } finally {
      setBusy(null);
    }
  };
  const printWhole = async () => {
    setBusy(PRINT);
    page.wantWhole();
    await nothingUnderWay(MOST_WAIT_MS);
    setBusy(null);
    print();
  };
  return (
    <>
      <p>{page.job ? "The files hold the refined answer." : "The answer is still being refined: the files hold the quick one until then."}</p>
      {trouble && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      <ul class="files">
        {FILES.map((file) => (
          <li key={file.label}>
            <button type="button" disabled={busy !== null} onClick={() => void fetchFile(file)}>
              {busy === file.label ? "Writing…" : file.label}
            </button>
            <span>{file.about}</span>
          </li>
        ))}
      </ul>
      <p>
        <button type="button" class="plainly" disabled={busy !== null} onClick={() => void printWhole()}>
          {busy === PRINT ? "Working out what has not been looked at…" : PRINT}
        </button>{" "}
        <span class="note">with a flat map and every panel; single losses and what flips the sign where they were asked for.</span>
      </p>
    </>
  );
}
