import { useEffect, useState } from "preact/hooks";
import { isAbort, post, reason } from "../client";
import { usePage } from "../page";

/** What the server says of the result on the page: the refined one where it is done. */
export function useResult<Body>(path: string): { body: Body | null; trouble: string | null } {
  const page = usePage();
  const [state, setState] = useState<{ body: Body | null; trouble: string | null }>({ body: null, trouble: null });
  useEffect(() => {
    const control = new AbortController();
    post<Body>(path, { state: page.asked, ...(page.job ? { job: page.job } : {}) }, control.signal)
      .then((body) => setState({ body, trouble: null }))
      .catch((error: unknown) => {
        if (!isAbort(error)) setState({ body: null, trouble: reason(error) });
      });
    return () => control.abort();
  }, [path, page, page.asked, page.job]);
  return state;
}

export function Asking({ trouble }: { trouble: string | null }) {
  return <p role={trouble ? "alert" : "status"}>{trouble ?? "One moment…"}</p>;
}
