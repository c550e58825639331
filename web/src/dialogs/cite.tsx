import type { Citation } from "../api";
import { Asking, useResult } from "./asked";
import { Copyable } from "./copied";

export function CiteView() {
  const { body, trouble } = useResult<Citation>("cite");
  if (!body) return <Asking trouble={trouble} />;
  return (
    <>
      <p>A result is cited with its versions and its seed: the same three give the same numbers.</p>
      <Copyable title="Text" text={body.text} />
      <Copyable title="BibTeX" text={body.bibtex} />
      <Copyable title="Link" text={location.href} />
    </>
  );
}
