/** Dialogs: cite, reproduce, download, and a scenario of the reader's own. */
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { CiteView } from "./cite";
import { DownloadView } from "./download";
import { ReproduceView } from "./reproduce";
import { UploadView } from "./upload";

export type DialogKind = "cite" | "reproduce" | "brief" | "upload";

export interface DialogState {
  kind: DialogKind | null;
  open: (kind: DialogKind) => void;
  close: () => void;
}

export function useDialogs(): DialogState {
  const [kind, setKind] = useState<DialogKind | null>(null);
  return useMemo(() => ({ kind, open: setKind, close: () => setKind(null) }), [kind]);
}

const TITLES: Readonly<Record<DialogKind, string>> = { cite: "Cite this result", reproduce: "Reproduce this result", brief: "Download", upload: "A scenario of your own" };

export function Dialogs({ dialogs }: { dialogs: DialogState }) {
  const { kind, close } = dialogs;
  if (kind === null) return null;
  return (
    <Box title={TITLES[kind]} onClose={close}>
      {kind === "cite" && <CiteView />}
      {kind === "reproduce" && <ReproduceView />}
      {kind === "brief" && <DownloadView />}
      {kind === "upload" && <UploadView onDone={close} />}
    </Box>
  );
}

function Box({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    box.current?.showModal();
  }, []);
  return (
    <dialog class="box" ref={box} aria-labelledby="box-title" onClose={onClose} onClick={(event) => event.target === box.current && onClose()}>
      <div class="bar">
        <h2 id="box-title">{title}</h2>
        <button type="button" class="shut" onClick={onClose}>
          Close
        </button>
      </div>
      <div class="content">{children}</div>
    </dialog>
  );
}
