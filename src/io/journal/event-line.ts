import { hash as digest } from 'node:crypto';
import type { z } from 'zod';
import { type RunEvent, runEvent } from '../../core/run/event.ts';
import { issueText } from '../../lib/issue-text.ts';

/** Of SHA-256, the first 128 bits: it finds damage, it keeps nobody out. */
const hashOf = (text: string): string => digest('sha256', text).slice(0, 32);

const hashed = /^(.*),"hash":"([0-9a-f]{32})"\}$/s;

/** What an event is written as: with the hash of the one before, and its own over all of that. */
export function eventLine(event: RunEvent, prev: string): { readonly line: string; readonly hash: string } {
  const body = JSON.stringify({ ...event, prev }).slice(0, -1);
  const hash = hashOf(body);
  return { line: `${body},"hash":"${hash}"}`, hash };
}

export type EventLine =
  | {
      readonly kind: 'event';
      readonly event: RunEvent;
      /** What the next line calls the one before it. */
      readonly hash: string;
      /** What it says of the one before; undefined in a line of an older baiup, which kept no hashes. */
      readonly prev: string | undefined;
    }
  /** Whole, and not understood: another version wrote it. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'bad'; readonly why: string; readonly isJson: boolean };

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads one line of a journal by itself; whether it is in its place is for `scan` to say. */
export function readEventLine(line: string): EventLine {
  const document = parse(line);
  if (document === undefined) return { kind: 'bad', why: 'is not JSON', isJson: false };
  const [, body, hash] = hashed.exec(line) ?? [];
  if (body !== undefined && hashOf(body) !== hash)
    return { kind: 'bad', why: 'was changed after it was written', isJson: true };
  const event = runEvent.safeParse(document);
  const prev = isRecord(document) && typeof document['prev'] === 'string' ? document['prev'] : undefined;
  if (event.success) {
    if (hash === undefined) return { kind: 'event', event: event.data, hash: hashOf(line), prev: undefined };
    return { kind: 'event', event: event.data, hash, prev };
  }
  if (hash !== undefined) return { kind: 'foreign' };
  return { kind: 'bad', why: wrongBy(event.error), isJson: true };
}

function wrongBy({ issues: [issue] }: z.ZodError): string {
  if (!issue || issue.code === 'invalid_union') return 'is of a kind that this baiup does not know';
  const where = issue.path.join('.');
  return `is not an event: ${where || 'it'} ${issueText(issue)}`;
}
