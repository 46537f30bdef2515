export type CensusDifferenceKind =
  | 'row-missing'
  | 'row-extra'
  | 'cell-other'
  | 'rows-fewer'
  | 'rows-more'
  | 'rows-gone';

/** One thing that the cluster held and holds no more, or otherwise, or that it did not hold. */
export interface CensusDifference {
  readonly kind: CensusDifferenceKind;
  /** Of which kind of things it is: `users`, `table audit_logs`. */
  readonly among: string;
  /** Of a row: by what it is identified. */
  readonly key?: string | undefined;
  /** The column, of a cell. */
  readonly column?: string | undefined;
  /** What it is about, as people know it: `folder data`. */
  readonly object: string;
  readonly actual?: string | undefined;
  readonly expected?: string | undefined;
}
