import type { Trouble } from '../live/api.ts';
import { Findings } from '../parts/findings.tsx';

/** What went wrong, what to do next, and the state things are in. */
export function TroubleNote({ trouble }: { readonly trouble: Trouble }) {
  const { code, message, hint, left, findings = [] } = trouble;
  return (
    <div class="need bad" role="alert">
      <p class="message">{message}</p>
      {hint ? (
        <p class="hint">
          <strong>Next: </strong>
          {hint}
        </p>
      ) : null}
      {left ? <p>{left}</p> : null}
      {findings.length > 0 ? <Findings findings={findings} /> : null}
      <p class="quiet">
        <code>{code}</code>
      </p>
    </div>
  );
}
