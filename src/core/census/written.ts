import type { CensusDifference } from './difference.ts';
import { kinds } from './kinds.ts';
import { ofTable } from './of-table.ts';
import { writtenData } from './written-data.ts';

/** By table and column: the revisions that write there; by the table with a minus before it, those that delete. */
const writers = new Map<string, Set<string>>();
const known = new Set<string>();
for (const line of writtenData.trim().split('\n')) {
  const [revision = '', ...locations] = line.split(' ');
  known.add(revision);
  for (const location of locations) writers.set(location, (writers.get(location) ?? new Set()).add(revision));
}

/** Where a revision that explains a difference must write. */
function locationsOf({ among, kind, column }: CensusDifference): string[] {
  const table = ofTable(among);
  if (kind === 'row-missing' || kind === 'rows-fewer') return table === undefined ? [] : [`-${table}`];
  if (kind !== 'cell-other' || column === undefined) return [];
  const found = kinds.find(({ name }) => name === among);
  // What somebody can do with a thing hangs on these cells: each change of them has its own reason.
  if (found && [...found.cells, ...(found.secrets ?? [])].includes(column)) return [];
  const name = table ?? found?.table;
  return name === undefined ? [] : [`${name}.${column}`, `${name}.*`];
}

/**
 * The revision whose own text writes where something differs. It explains the rows of tables, and the cells of things
 * that nobody names; what people know of things, only `explained-data.ts` explains.
 * @param revisions those that ran
 */
export function writtenBy(difference: CensusDifference, revisions: ReadonlySet<string>): string | undefined {
  return locationsOf(difference)
    .flatMap((location) => [...(writers.get(location) ?? [])])
    .find((revision) => revisions.has(revision));
}

export const isWriter = (revision: string): boolean => known.has(revision);
