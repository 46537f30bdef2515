import type { RunEvent } from '../../core/run/event.ts';
import type { Damage } from './damage.ts';
import type { RunReader } from './port.ts';
import { beginningOf, scan } from './scan.ts';

/** How far a journal goes: the hash of its last event covers all before it. */
export interface JournalEnd {
  readonly events: number;
  readonly last: string;
}

export interface JudgedText {
  readonly events: readonly RunEvent[];
  readonly end: JournalEnd;
  readonly damage?: Damage;
  /** Hashes of all events, the first one's first. */
  readonly hashes: readonly string[];
}

type Named = Pick<RunReader, 'name' | 'id'>;

const hashForm = /"hash":"([0-9a-f]{32})"\}\s*$/;

/** Judges a journal's text by itself: each event by its hash, and by the one before it. */
export function judgeText(text: string, { name, id }: Named): JudgedText {
  const beginning = beginningOf(id === name ? undefined : id);
  const { events, place, damage } = scan(Buffer.from(text), beginning, name);
  const rest = Buffer.from(text).subarray(place.bytes);
  const torn =
    damage === undefined && rest.length > 0 ? { why: `line ${place.lines + 1} is cut short` } : damage;
  const hashes = text
    .split('\n')
    .slice(0, events.length)
    .flatMap((line) => hashForm.exec(line)?.[1] ?? []);
  return {
    events,
    end: { events: events.length, last: place.hash },
    hashes,
    ...(torn ? { damage: torn } : {}),
  };
}
