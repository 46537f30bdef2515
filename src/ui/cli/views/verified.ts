import type { Verified } from '../../../app/records/verify-journal.ts';
import { type ExitCode, exitCode } from '../../../lib/errors.ts';
import type { Paint } from '../paint.ts';

/** What was found out about a journal, as a document. */
export function verifiedJson({ run, id, state, why, end, signature }: Verified): Record<string, unknown> {
  return { run, id, state, why, events: end.events, last: end.last, signature: signature ?? null };
}

function signatureLine({ signature, end }: Verified): string {
  if (!signature) return '  Nobody has signed it: whoever could write to its folder could write it anew.';
  if (signature.kind === 'bad') return `  Its signature counts for nothing: ${signature.why}.`;
  const whose = signature.isKnown ? signature.by : `${signature.by}; whose key that is, --signers FILE tells`;
  const more = end.events - signature.end.events;
  return `  Signed up to event ${signature.end.events} by ${whose}${more > 0 ? `; ${more} came later` : ''}.`;
}

const heads = {
  whole: ['green', '✓', 'each event is as it was written'],
  open: ['yellow', '!', 'each event is as it was written'],
  damaged: ['red', '✗', 'it is not as it was written'],
} as const;

export function verifiedText(verified: Verified, paint: Paint): string {
  const { run, id, state, why, end } = verified;
  const [style, mark, said] = heads[state];
  return [
    `${paint(style, mark)} ${run} ${id}: ${said}`,
    ...why.map((each) => `  ${each}`),
    `  ${end.events} events; the hash of the last is ${end.last}`,
    signatureLine(verified),
  ].join('\n');
}

/** A journal whose end nobody can tell is not proven, unless somebody writes it now. */
export function verifiedExit({ state }: Verified): ExitCode {
  return state === 'whole' ? exitCode.done : exitCode.failed;
}
