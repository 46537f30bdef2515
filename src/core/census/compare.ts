import type { Cells, Census, Counted } from './census.ts';
import type { CensusDifference, ComparedCensus, ExplainedDifference } from './difference.ts';
import { explains } from './explained.ts';
import type { Explained } from './explanation.ts';
import { isHashed } from './hashed.ts';
import { capacity, oneOf } from './kinds.ts';
import { isOfEtcd } from './with-keys.ts';

/** A secret one is not shown. */
function text(value: unknown): string | undefined {
  if (isHashed(value)) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function nameOf(among: string, key: string, cells: Cells): string {
  if (isOfEtcd(among)) return `key ${key} of etcd`;
  const label = cells['email'] ?? cells['name'] ?? cells['alias'];
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

function differentRows(
  among: string,
  before: NonNullable<Counted['rows']>,
  after: NonNullable<Counted['rows']>,
): CensusDifference[] {
  const missing = Object.entries(before).flatMap(([key, cells]): CensusDifference[] => {
    const now = Object.hasOwn(after, key) ? after[key] : undefined;
    if (now) return differentCells(among, key, cells, now);
    return [{ kind: 'row-missing', among, key, object: nameOf(among, key, cells) }];
  });
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

const rowOf = ({ kinds }: Census, { among, key }: CensusDifference): Cells | undefined =>
  key === undefined ? undefined : kinds[among]?.rows?.[key];

const none: Counted = { count: 0, rows: {} };

function differentCount(among: string, before: number, after: number): CensusDifference[] {
  if (after === before) return [];
  const kind = after < before ? 'rows-fewer' : 'rows-more';
  return [{ kind, among, object: among, actual: String(after), expected: String(before) }];
}

function differentKind(among: string, before: Counted, after: Counted | undefined): CensusDifference[] {
  if (!after) {
    if (before.count === 0) return [];
    return [{ kind: 'rows-gone', among, object: among, actual: '0', expected: String(before.count) }];
  }
  if (before.rows && after.rows) {
    const rows = differentRows(among, before.rows, after.rows);
    // What is gone, or new, is in each digest.
    return rows.length > 0 ? rows : differentColumns(among, before.columns ?? {}, after.columns ?? {});
  }
  return differentCount(among, before.count, after.count);
}

function differentColumns(
  among: string,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): CensusDifference[] {
  return Object.entries(before)
    .filter(([column, digest]) => Object.hasOwn(after, column) && after[column] !== digest)
    .map(([column]) => ({ kind: 'cell-other', among, column, object: `${column} of some ${among}` }));
}

/** Other tables may gain rows. */
function differentTable(name: string, before: number, after: number | undefined): CensusDifference[] {
  const among = `table ${name}`;
  if (after === undefined) return differentKind(among, { count: before }, undefined);
  return differentCount(among, before, after).filter(({ kind }) => kind === 'rows-fewer');
}

/**
 * What a cluster holds beside what it held; what agents offer is compared by itself (`capacity.ts`).
 * @param revisions those that ran between
 */
export function compareCensus(before: Census, after: Census, revisions: ReadonlySet<string>): ComparedCensus {
  const names = Object.keys(before.kinds).filter((name) => name !== capacity);
  // A release may bring kinds of things; keys of etcd are never its own.
  names.push(...Object.keys(after.kinds).filter((name) => isOfEtcd(name) && !before.kinds[name]));
  const all = [
    ...names.flatMap((name) => differentKind(name, before.kinds[name] ?? none, after.kinds[name])),
    ...Object.entries(before.tables).flatMap(([name, rows]) =>
      differentTable(name, rows, after.tables[name]),
    ),
  ];
  const counts = [
    ...names.map((among) => ({
      among,
      before: before.kinds[among]?.count ?? 0,
      after: after.kinds[among]?.count ?? null,
    })),
    ...Object.entries(before.tables).map(([name, rows]) => ({
      among: `table ${name}`,
      before: rows,
      after: after.tables[name] ?? null,
    })),
  ];
  const lost: CensusDifference[] = [];
  const explained: ExplainedDifference[] = [];
  for (const each of all) {
    const known: Explained | undefined = explains(each, rowOf(before, each), revisions);
    if (known) explained.push({ ...each, reason: known.reason, source: known.source });
    else lost.push(each);
  }
  return { counts, lost, explained };
}
