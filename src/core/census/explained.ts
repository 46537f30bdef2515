import type { CensusDifference, CensusDifferenceKind } from './compare.ts';

/** What a revision of the vendor's does to rows by intent. */
export interface Explained {
  readonly among: string;
  readonly kinds: readonly CensusDifferenceKind[];
  /** Of cells: those that it changes. */
  readonly columns?: readonly string[];
  /** Any of them explains it. */
  readonly revisions: readonly string[];
  readonly reason: string;
  readonly source: string;
}

/** Data. An entry says what a right migration does on every database, never what one did to some rows. */
const all: readonly Explained[] = [];

/** @param revisions those that ran */
export function explains(
  { among, kind, column }: CensusDifference,
  revisions: ReadonlySet<string>,
): Explained | undefined {
  return all.find(
    (each) =>
      each.among === among &&
      each.kinds.includes(kind) &&
      (column === undefined || (each.columns?.includes(column) ?? false)) &&
      each.revisions.some((id) => revisions.has(id)),
  );
}

/** Of the revisions that run, those that explain something. */
export function explaining(revisions: Iterable<string>): string[] {
  const known = new Set(all.flatMap((each) => each.revisions));
  return [...new Set(revisions)].filter((id) => known.has(id));
}
