import type { RunEvent, RunFact } from '../../core/run/event.ts';
import { eventLine } from './event-line.ts';
import type { Place } from './scan.ts';

/** A fact, and when it was, ISO 8601. */
export type TimedFact = { readonly at: string } & RunFact;

interface Written {
  readonly events: readonly RunEvent[];
  readonly bytes: Buffer;
  /** Where the journal ends with them. */
  readonly place: Place;
}

/** What facts become behind a place in a journal. */
export function writeOn(facts: readonly TimedFact[], from: Place, run: string): Written {
  const events: RunEvent[] = [];
  const lines: string[] = [];
  let { hash } = from;
  for (const fact of facts) {
    const event: RunEvent = { seq: from.seq + events.length + 1, run, ...fact };
    const written = eventLine(event, hash);
    events.push(event);
    lines.push(`${written.line}\n`);
    ({ hash } = written);
  }
  const bytes = Buffer.from((from.isOpen ? '\n' : '') + lines.join(''));
  const place = {
    seq: from.seq + events.length,
    hash,
    isChained: true,
    bytes: from.bytes + bytes.length,
    lines: from.lines + lines.length + (from.isOpen ? 1 : 0),
    isOpen: false,
  };
  return { events, bytes, place };
}
