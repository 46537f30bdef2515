import { lineOf } from './line-of.ts';
import type { Version } from './version.ts';

/** What is known of a version's line, from a table that says from which line (YY.MM) on it is so. */
export function sinceLine(table: Readonly<Record<string, number>>, version: Version): number {
  const line = lineOf(version);
  const known = Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1));
  const [, value = 0] = known.findLast(([from]) => from <= line) ?? known[0] ?? [];
  return value;
}
