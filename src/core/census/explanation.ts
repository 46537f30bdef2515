import type { Cells } from './census.ts';
import type { CensusDifferenceKind } from './difference.ts';

/** What a hop does to rows by intent. */
export interface Explained {
  readonly among: string;
  readonly kinds: readonly CensusDifferenceKind[];
  /** Of cells: those that it changes. */
  readonly columns?: readonly string[] | 'all';
  /** Of rows: those whose key is so; any unless told. */
  readonly only?: RegExp;
  /** Of rows: those that had these cells. */
  readonly had?: Cells;
  /** Revisions, and kinds of steps: any of them explains it. */
  readonly revisions: readonly string[];
  readonly reason: string;
  readonly source: string;
}
