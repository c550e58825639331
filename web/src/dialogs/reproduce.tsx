import type { Reproduction } from "../api";
import { Asking, useResult } from "./asked";
import { Copyable } from "./copied";

export function ReproduceView() {
  const { body, trouble } = useResult<Reproduction>("reproduce");
  if (!body) return <Asking trouble={trouble} />;
  return (
    <>
      {body.note && <p>{body.note}</p>}
      <Copyable title="Command" text={body.command} />
      <Copyable title="Python" text={body.python} />
      <Copyable title="Scenario (YAML)" text={body.yaml} />
      {(body.overlay ?? []).map((file) => (
        <Copyable key={file.file} title={`Overlay: ${file.file}`} text={file.text} />
      ))}
    </>
  );
}
