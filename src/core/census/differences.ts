import type { Cells, Counted } from './census.ts';
import type { CensusDifference } from './difference.ts';
import { isHashed } from './hashed.ts';
import { oneOf } from './kinds.ts';
import { ofTable } from './of-table.ts';
import { isOfEtcd } from './with-keys.ts';

/** One that is kept by its hash is not shown. */
function text(value: unknown): string | undefined {
  if (isHashed(value)) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function nameOf(among: string, key: string, cells: Cells): string {
  if (isOfEtcd(among)) return `key ${key} of etcd`;
  const table = ofTable(among);
  if (table !== undefined) return `row ${key} of table ${table}`;
  const label = [cells['email'], cells['name'], cells['alias']].find((each) => typeof each === 'string');
  return `${oneOf(among)} ${typeof label === 'string' ? `${label} (${key})` : key}`;
}

function differentCells(among: string, key: string, before: Cells, after: Cells): CensusDifference[] {
  return Object.entries(before).flatMap(([column, expected]): CensusDifference[] => {
    if (!Object.hasOwn(after, column)) return [];
    const actual = after[column];
    if (JSON.stringify(actual) === JSON.stringify(expected)) return [];
    const object = `${column} of ${nameOf(among, key, before)}`;
    return [
      { kind: 'cell-other', among, key, column, object, actual: text(actual), expected: text(expected) },
    ];
  });
}

type Rows = NonNullable<Counted['rows']>;

function differentRows(among: string, before: Rows, after: Rows): CensusDifference[] {
  const missing = Object.entries(before).flatMap(([key, cells]): CensusDifference[] => {
    const now = Object.hasOwn(after, key) ? after[key] : undefined;
    if (now) return differentCells(among, key, cells, now);
    return [{ kind: 'row-missing', among, key, object: nameOf(among, key, cells) }];
  });
  // A table may gain rows.
  if (ofTable(among) !== undefined) return missing;
  const extra = Object.entries(after)
    .filter(([key]) => !Object.hasOwn(before, key))
    .map(
      ([key, cells]): CensusDifference => ({
        kind: 'row-extra',
        among,
        key,
        object: nameOf(among, key, cells),
      }),
    );
  return [...missing, ...extra];
}

function differentCount(among: string, before: number, after: number): CensusDifference[] {
  if (after === before || (after > before && ofTable(among) !== undefined)) return [];
  const kind = after < before ? 'rows-fewer' : 'rows-more';
  return [{ kind, among, object: among, actual: String(after), expected: String(before) }];
}

type Digests = Readonly<Record<string, string>>;

/** It is not known in which rows: nobody has kept them one by one. */
const columnOf = (among: string, column: string): string =>
  ofTable(among) === undefined ? `${column} of some ${among}` : `column ${column} of ${among}`;

function differentColumns(among: string, before: Digests = {}, after: Digests = {}): CensusDifference[] {
  return Object.entries(before)
    .filter(([column, digest]) => Object.hasOwn(after, column) && after[column] !== digest)
    .map(([column]) => ({ kind: 'cell-other', among, column, object: columnOf(among, column) }));
}

/** How one kind of things, or a table, differs from what it was. @param after undefined where it is no more */
export function differences(among: string, before: Counted, after: Counted | undefined): CensusDifference[] {
  if (!after) {
    if (before.count === 0) return [];
    return [{ kind: 'rows-gone', among, object: among, actual: '0', expected: String(before.count) }];
  }
  const rows =
    before.rows && after.rows
      ? differentRows(among, before.rows, after.rows)
      : differentCount(among, before.count, after.count);
  // What is gone, or new, is in each digest.
  return rows.length > 0 || before.count !== after.count
    ? rows
    : differentColumns(among, before.columns, after.columns);
}
