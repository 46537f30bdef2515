import type { SchemaSnapshot } from '../schema/snapshot.ts';
import type { Cells, Census, Counted } from './census.ts';
import type { CensusDifference, ComparedCensus, ExplainedDifference } from './difference.ts';
import { differences } from './differences.ts';
import { explains } from './explained.ts';
import { capacity } from './kinds.ts';
import { ofTable, tableRows } from './of-table.ts';
import { isOfSite } from './site-part.ts';
import { isOfEtcd } from './with-keys.ts';

const none: Counted = { count: 0, rows: {} };

/** Everything that is compared, by what people call it. */
function parts(before: Census, after: Census): [string, Counted, Counted | undefined][] {
  const names = Object.keys(before.kinds).filter((name) => name !== capacity);
  // A release may bring kinds of things; keys of etcd are never its own.
  names.push(...Object.keys(after.kinds).filter((name) => isOfEtcd(name) && !before.kinds[name]));
  return [
    ...names.map((name): [string, Counted, Counted | undefined] => [
      name,
      before.kinds[name] ?? none,
      after.kinds[name],
    ]),
    ...Object.entries(before.tables).map(([name, held]): [string, Counted, Counted | undefined] => [
      tableRows(name),
      held,
      after.tables[name],
    ]),
  ];
}

function rowOf({ kinds, tables }: Census, { among, key }: CensusDifference): Cells | undefined {
  if (key === undefined) return undefined;
  const table = ofTable(among);
  return (table === undefined ? kinds[among] : tables[table])?.rows?.[key];
}

export interface Comparison {
  /** What ran between: revisions, and kinds of steps. */
  readonly ran: ReadonlySet<string>;
  /** A fresh install of the target; without it nothing is known to be the site's. */
  readonly release?: Pick<SchemaSnapshot, 'tables'> | undefined;
}

/** What a cluster holds beside what it held; what agents offer is compared by itself (`capacity.ts`). */
export function compareCensus(before: Census, after: Census, { ran, release }: Comparison): ComparedCensus {
  const all = parts(before, after);
  const lost: CensusDifference[] = [];
  const explained = new Map<string, ExplainedDifference>();
  for (const each of all.flatMap((part) => differences(...part))) {
    const known = explains(each, rowOf(before, each), ran);
    if (!known) lost.push(isOfSite(each, release) ? { ...each, perhaps: 'site' } : each);
    else {
      const { reason, source } = known;
      const alike = JSON.stringify([each.kind, each.among, each.column, reason]);
      const first = explained.get(alike) ?? { ...each, reason, source };
      explained.set(alike, { ...first, alike: (first.alike ?? 0) + 1 });
    }
  }
  const counts = all.map(([among, held, now]) => ({ among, before: held.count, after: now?.count ?? null }));
  return { counts, lost, explained: [...explained.values()] };
}
