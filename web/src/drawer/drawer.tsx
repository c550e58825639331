/** The side drawer: what stands behind a number, a name or a word. */
import { useEffect, useRef } from "preact/hooks";
import { usePage, type Drawer } from "../page";
import { FactView } from "./fact";
import { EstimateView, OutcomeView, ShareView } from "./outcome";
import { RecordView } from "./record";
import { SourceView } from "./source";

export function DrawerView() {
  const page = usePage();
  const sheet = useRef<HTMLDialogElement>(null);
  const top = page.drawers.at(-1);
  const open = top !== undefined;

  useEffect(() => {
    const dialog = sheet.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);

  useEffect(() => {
    sheet.current?.querySelector(".content")?.scrollTo(0, 0);
  }, [top]);

  return (
    <dialog
      class="drawer"
      ref={sheet}
      aria-labelledby="drawer-title"
      onClose={() => page.close()}
      onClick={(event) => event.target === sheet.current && page.close()}
    >
      {top && (
        <>
          <div class="bar">
            {page.drawers.length > 1 && (
              <button type="button" onClick={() => page.back()}>
                ← Back
              </button>
            )}
            <button type="button" class="shut" onClick={() => page.close()}>
              Close
            </button>
          </div>
          <div class="content" key={`${top.kind}:${top.id}`}>
            <View drawer={top} />
          </div>
        </>
      )}
    </dialog>
  );
}

function View({ drawer }: { drawer: Drawer }) {
  switch (drawer.kind) {
    case "fact":
      return <FactView id={drawer.id} />;
    case "record":
      return <RecordView id={drawer.id} />;
    case "source":
      return <SourceView id={drawer.id} />;
    case "outcome":
    case "difference":
      return <OutcomeView id={drawer.id} />;
    case "share":
      return <ShareView id={drawer.id} />;
    case "estimate":
      return <EstimateView drawer={drawer} />;
    case "list":
      return <ListView drawer={drawer} />;
    case "words":
      return (
        <>
          <h2 id="drawer-title">{drawer.title}</h2>
          {(drawer.text ?? "").split("\n").map((line) => (
            <p key={line}>{line}</p>
          ))}
        </>
      );
  }
}

/** Several records of one place: each opens. */
function ListView({ drawer }: { drawer: Drawer }) {
  const page = usePage();
  return (
    <>
      <h2 id="drawer-title">{drawer.title}</h2>
      <ul class="facts">
        {(drawer.records ?? []).map((record) => (
          <li key={record.id}>
            <button type="button" class="plainrow" onClick={() => page.open({ kind: "record", id: record.id })}>
              <span class="name">{record.name}</span>
              <span class="value">{record.about}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
