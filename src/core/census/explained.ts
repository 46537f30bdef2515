import type { Cells } from './census.ts';
import type { CensusDifference } from './difference.ts';
import { explained } from './explained-data.ts';
import type { Explained } from './explanation.ts';

const has = (row: Cells | undefined, wanted: Cells): boolean =>
  row !== undefined &&
  Object.entries(wanted).every(([column, value]) => JSON.stringify(row[column]) === JSON.stringify(value));

/**
 * @param row as it was before, of a row that is gone
 * @param revisions those that ran
 */
export function explains(
  { among, kind, column, key = '' }: CensusDifference,
  row: Cells | undefined,
  revisions: ReadonlySet<string>,
): Explained | undefined {
  return explained.find(
    (each) =>
      each.among === among &&
      each.kinds.includes(kind) &&
      (each.only?.test(key) ?? true) &&
      (each.had === undefined || has(row, each.had)) &&
      (column === undefined || (each.columns?.includes(column) ?? false)) &&
      each.revisions.some((id) => revisions.has(id)),
  );
}

/** Of the revisions that run, those that explain something. */
export function explaining(revisions: Iterable<string>): string[] {
  const known = new Set(explained.flatMap((each) => each.revisions));
  return [...new Set(revisions)].filter((id) => known.has(id));
}
