import { parse } from 'smol-toml';
import { type Scan, Strange, skipBlanks, skipLine, skipString, skipValue } from './toml-scan.ts';

/** From an offset to the one after. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Segment extends Span {
  readonly name: string;
}

/** What one statement of a TOML text is about, and where it stands. */
export interface Statement {
  readonly kind: 'table' | 'tables' | 'value';
  /** Whole, also where it stands in a table. */
  readonly path: readonly string[];
  /** The part of the path that is written here. */
  readonly segments: readonly Segment[];
  /** Of a value; empty for tables. */
  readonly value: Span;
  /** Its lines whole, with the line end. */
  readonly lines: Span;
  /** Within braces: no line is its own. */
  readonly inline: boolean;
  /** Within `[[…]]`, where a path means no single place. */
  readonly repeated: boolean;
}

const bare = /[A-Za-z0-9_-]/;

function readSegment(scan: Scan): Segment {
  const start = scan.at;
  const sign = scan.text[start] ?? '';
  if (sign === '"' || sign === "'") {
    skipString(scan);
    const name = Object.keys(parse(`${scan.text.slice(start, scan.at)} = 0`))[0] ?? '';
    return { name, start, end: scan.at };
  }
  while (bare.test(scan.text[scan.at] ?? '')) scan.at += 1;
  if (scan.at === start) throw new Strange('a key that is none');
  return { name: scan.text.slice(start, scan.at), start, end: scan.at };
}

function readKey(scan: Scan): Segment[] {
  const segments = [];
  for (;;) {
    skipBlanks(scan);
    segments.push(readSegment(scan));
    skipBlanks(scan);
    if (scan.text[scan.at] !== '.') return segments;
    scan.at += 1;
  }
}

interface Place {
  readonly table: readonly string[];
  readonly repeated: boolean;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function readHeader(scan: Scan): Statement {
  const start = lineStart(scan.text, scan.at);
  const double = scan.text.startsWith('[[', scan.at);
  scan.at += double ? 2 : 1;
  const segments = readKey(scan);
  if (scan.text[scan.at] !== ']') throw new Strange('a section without an end');
  skipLine(scan);
  scan.at = Math.min(scan.at + 1, scan.text.length);
  return {
    kind: double ? 'tables' : 'table',
    path: segments.map(({ name }) => name),
    segments,
    value: { start: scan.at, end: scan.at },
    lines: { start, end: scan.at },
    inline: false,
    repeated: double,
  };
}

/** The keys within a table in braces. */
function readBraces(
  text: string,
  { start, end }: Span,
  { table, repeated }: Place,
  lines: Span,
): Statement[] {
  const scan: Scan = { text, at: start + 1 };
  const found: Statement[] = [];
  for (;;) {
    while (/[\s,]/.test(text[scan.at] ?? '')) scan.at += 1;
    if (scan.at >= end - 1) return found;
    found.push(...readPair(scan, { table, repeated }, lines));
  }
}

function readPair(scan: Scan, { table, repeated }: Place, within?: Span): Statement[] {
  const start = lineStart(scan.text, scan.at);
  const segments = readKey(scan);
  if (scan.text[scan.at] !== '=') throw new Strange('a key without a value');
  scan.at += 1;
  skipBlanks(scan);
  const valueStart = scan.at;
  skipValue(scan);
  const value = { start: valueStart, end: scan.at };
  if (!within) {
    skipLine(scan);
    scan.at = Math.min(scan.at + 1, scan.text.length);
  }
  const lines = within ?? { start, end: scan.at };
  const path = [...table, ...segments.map(({ name }) => name)];
  const own: Statement = {
    kind: 'value',
    path,
    segments,
    value,
    lines,
    inline: within !== undefined,
    repeated,
  };
  const braces = scan.text[value.start] === '{';
  return braces ? [own, ...readBraces(scan.text, value, { table: path, repeated }, lines)] : [own];
}

/**
 * Every statement of a TOML text, in order, with its place.
 * @throws Strange where it is written as this reader does not take it
 */
export function outline(text: string): readonly Statement[] {
  const scan: Scan = { text, at: 0 };
  const found: Statement[] = [];
  let place: Place = { table: [], repeated: false };
  const repeats: (readonly string[])[] = [];
  while (scan.at < text.length) {
    const sign = text[scan.at] ?? '';
    if (/\s/.test(sign)) scan.at += 1;
    else if (sign === '#') skipLine(scan);
    else if (sign === '[') {
      const header = readHeader(scan);
      if (header.kind === 'tables') repeats.push(header.path);
      const repeated = repeats.some((path) => path.every((name, index) => header.path[index] === name));
      place = { table: header.path, repeated };
      found.push({ ...header, repeated });
    } else found.push(...readPair(scan, place));
  }
  return found;
}
