import type { Cells } from './census.ts';
import type { CensusDifference, CensusDifferenceKind } from './difference.ts';
import { explained } from './explained-data.ts';
import type { Explained } from './explanation.ts';
import { isWriter, writtenBy } from './written.ts';

const has = (row: Cells | undefined, wanted: Cells): boolean =>
  row !== undefined &&
  Object.entries(wanted).every(([column, value]) => JSON.stringify(row[column]) === JSON.stringify(value));

/** Rows of a table are named where there are few, and counted where there are many. */
const covers = (kinds: readonly CensusDifferenceKind[], kind: CensusDifferenceKind): boolean =>
  kinds.includes(kind) || (kind === 'row-missing' && kinds.includes('rows-fewer'));

const isOfColumn = ({ columns }: Explained, column: string | undefined): boolean =>
  column === undefined || columns === 'all' || (columns?.includes(column) ?? false);

/** Why something differs, and what says so. */
type Explanation = Pick<Explained, 'reason' | 'source'>;

/**
 * @param row as it was before, of a row that is gone
 * @param revisions what ran: revisions, and kinds of steps
 */
export function explains(
  difference: CensusDifference,
  row: Cells | undefined,
  revisions: ReadonlySet<string>,
): Explanation | undefined {
  const writer = writtenBy(difference, revisions);
  return (
    byIntent(difference, row, revisions) ??
    (writer === undefined
      ? undefined
      : { reason: 'a revision writes to it', source: `the text of revision ${writer}` })
  );
}

function byIntent(
  { among, kind, column, key = '' }: CensusDifference,
  row: Cells | undefined,
  revisions: ReadonlySet<string>,
): Explained | undefined {
  return explained.find(
    (each) =>
      each.among === among &&
      covers(each.kinds, kind) &&
      (each.only?.test(key) ?? true) &&
      (each.had === undefined || has(row, each.had)) &&
      isOfColumn(each, column) &&
      each.revisions.some((id) => revisions.has(id)),
  );
}

/** Of what runs, that which explains something. */
export function explaining(revisions: Iterable<string>): string[] {
  const known = new Set(explained.flatMap((each) => each.revisions));
  return [...new Set(revisions)].filter((id) => known.has(id) || isWriter(id));
}

/** The cells of a kind that an explanation asks for: they are kept of each row, however many there are. */
export function cellsThatExplain(kind: string): string[] {
  const asked = explained.filter(({ among }) => among === kind);
  return [...new Set(asked.flatMap(({ had = {} }) => Object.keys(had)))];
}
