import { useEffect, useState } from "preact/hooks";
import { get, isAbort, reason } from "../client";

/** What a drawer reads from the catalogue: the body, or words of why not. */
export function useCatalogue<Body>(path: string): { body: Body | null; trouble: string | null } {
  const [state, setState] = useState<{ body: Body | null; trouble: string | null }>({ body: null, trouble: null });
  useEffect(() => {
    const control = new AbortController();
    get<Body>(path, control.signal)
      .then((body) => setState({ body, trouble: null }))
      .catch((error: unknown) => {
        if (!isAbort(error)) setState({ body: null, trouble: reason(error) });
      });
    return () => control.abort();
  }, [path]);
  return state;
}

export function Loading({ id, trouble }: { id: string; trouble: string | null }) {
  return (
    <>
      <h2 id="drawer-title">{id.replaceAll("_", " ")}</h2>
      <p role={trouble ? "alert" : "status"}>{trouble ?? "Reading the catalogue…"}</p>
    </>
  );
}
