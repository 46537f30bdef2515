import type { RunEvent } from '../../core/run/event.ts';
import type { Damage } from './damage.ts';
import { type EventLine, readEventLine } from './event-line.ts';

/** How far a journal was read. */
export interface Place {
  /** Of the last event; 0 before the first. */
  readonly seq: number;
  /** What the next event calls the one before it: the last event's hash, at first the run's id. */
  readonly hash: string;
  /** Whether the next event must name that hash: older versions of baiup wrote none. */
  readonly isChained: boolean;
  readonly bytes: number;
  /** Line ends up to there. */
  readonly lines: number;
  /** Whether the last event's line lacks its end: the next one must bring it. */
  readonly isOpen: boolean;
}

/** @param id what the run is known by in the world; undefined for a run of a version that knew no such ids */
export function beginningOf(id: string | undefined): Place {
  return { seq: 0, hash: id ?? '', isChained: id !== undefined, bytes: 0, lines: 0, isOpen: false };
}

interface Scan {
  readonly events: readonly RunEvent[];
  readonly place: Place;
  readonly damage?: Damage;
}

const newline = 0x0a;
/** "events 21 to 22 are missing" */
export const missing = (from: number, to: number): string =>
  from === to ? `event ${from} is missing` : `events ${from} to ${to} are missing`;

/** What is wrong with a line in its place; undefined where it goes on from the line before. */
function damageOf(line: EventLine, place: Place, run: string): Damage | undefined {
  const here = `line ${place.lines + 1}`;
  if (line.kind === 'foreign')
    return { why: `${here} is of a kind that this version does not know`, isForeign: true };
  if (line.kind === 'bad') return { why: `${here} ${line.why}` };
  const { event, prev } = line;
  if (event.run !== run) return { why: `${here} belongs to run ${event.run}` };
  if (event.seq > place.seq + 1) return { why: `${missing(place.seq + 1, event.seq - 1)} before ${here}` };
  if (event.seq <= place.seq) return { why: `${here} holds event ${event.seq}, which was there before` };
  const isNext = prev === undefined ? !place.isChained : prev === place.hash;
  return isNext ? undefined : { why: `${here} does not follow the line before it` };
}

/** What a power cut leaves: a line without its end, or with blocks that were never written, and nothing after it. */
function isTorn(line: EventLine, hasEnd: boolean, rest: Buffer): boolean {
  if (line.kind !== 'bad' || line.isJson) return false;
  return !hasEnd || (rest.includes(0) && rest.indexOf(newline) === rest.length - 1);
}

/**
 * Reads on in a journal. A torn end is left out; anything else that is not as it was written ends the reading, and is
 * said. A byte order mark and carriage returns mean nothing.
 * @param bytes what follows after `from`
 */
export function scan(bytes: Buffer, from: Place, run: string): Scan {
  const events: RunEvent[] = [];
  let place = from;
  for (;;) {
    const rest = bytes.subarray(place.bytes - from.bytes);
    if (rest.length === 0) return { events, place };
    const end = rest.indexOf(newline);
    const hasEnd = end >= 0;
    const text = rest.toString('utf8', 0, hasEnd ? end : rest.length).replace(/^\uFEFF|\r$/g, '');
    const after = {
      bytes: place.bytes + (hasEnd ? end + 1 : rest.length),
      lines: place.lines + (hasEnd ? 1 : 0),
      isOpen: !hasEnd,
    };
    if (text === '') {
      place = { ...place, ...after };
      continue;
    }
    const line = readEventLine(text);
    if (isTorn(line, hasEnd, rest)) return { events, place };
    const damage = damageOf(line, place, run);
    if (damage) return { events, place, damage };
    if (line.kind !== 'event') return { events, place };
    events.push(line.event);
    const isChained = place.isChained || line.prev !== undefined;
    place = { ...after, seq: line.event.seq, hash: line.hash, isChained };
  }
}

/** What can be believed of a damaged journal: events of the run that are whole by themselves, in their order. */
export function believable(bytes: Buffer, run: string): RunEvent[] {
  const found = new Map<number, RunEvent>();
  for (const text of bytes.toString('utf8').split('\n')) {
    const line = readEventLine(text.replace(/^\uFEFF|\r$/g, ''));
    if (line.kind === 'event' && line.event.run === run) found.set(line.event.seq, line.event);
  }
  return [...found.values()].sort((a, b) => a.seq - b.seq);
}
