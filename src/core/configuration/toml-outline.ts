import { type AST, parseTOML } from 'toml-eslint-parser';
import { Strange } from './strange.ts';

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

interface Place {
  readonly table: readonly string[];
  readonly repeated: boolean;
}

const spanOf = ({ range: [start, end] }: { readonly range: AST.Range }): Span => ({ start, end });

const segmentsOf = ({ keys }: AST.TOMLKey): Segment[] =>
  keys.map((key) => ({ name: key.type === 'TOMLBare' ? key.name : key.value, ...spanOf(key) }));

/** The lines that a span is on, whole. */
function linesOf(text: string, { start, end }: Span): Span {
  const after = text.indexOf('\n', end);
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: after === -1 ? text.length : after + 1 };
}

function pairs(text: string, pair: AST.TOMLKeyValue, { table, repeated }: Place, within?: Span): Statement[] {
  const segments = segmentsOf(pair.key);
  const path = [...table, ...segments.map(({ name }) => name)];
  const lines = within ?? linesOf(text, spanOf(pair));
  const inline = within !== undefined;
  const value = spanOf(pair.value);
  const own: Statement = { kind: 'value', path, segments, value, lines, inline, repeated };
  const inner = pair.value.type === 'TOMLArray' ? pair.value.elements : [pair.value];
  const below: Place = { table: path, repeated: repeated || pair.value.type === 'TOMLArray' };
  const bodies = inner.flatMap((each) => (each.type === 'TOMLInlineTable' ? each.body : []));
  return [own, ...bodies.flatMap((each) => pairs(text, each, below, lines))];
}

function tables(text: string, { kind, key, resolvedKey, body }: AST.TOMLTable): Statement[] {
  const segments = segmentsOf(key);
  const path = segments.map(({ name }) => name);
  const lines = linesOf(text, spanOf(key));
  // A number is a place in a list of tables.
  const repeated = resolvedKey.some((part) => typeof part === 'number');
  const header: Statement = {
    kind: kind === 'array' ? 'tables' : 'table',
    ...{ path, segments, lines, repeated, inline: false },
    value: { start: lines.end, end: lines.end },
  };
  return [header, ...body.flatMap((pair) => pairs(text, pair, { table: path, repeated }))];
}

function parsed(text: string): AST.TOMLProgram {
  try {
    return parseTOML(text, { tomlVersion: '1.1' });
  } catch (error) {
    throw new Strange(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Every statement of a TOML text, in order, with its place.
 * @throws Strange where it is no TOML
 */
export function outline(text: string): readonly Statement[] {
  const [top] = parsed(text).body;
  const outermost: Place = { table: [], repeated: false };
  return top.body.flatMap((each) =>
    each.type === 'TOMLTable' ? tables(text, each) : pairs(text, each, outermost),
  );
}
