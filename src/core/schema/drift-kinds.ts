/** Every way in which two databases may differ. */
export type DriftKind =
  | 'table-missing'
  | 'table-extra'
  | 'type-missing'
  | 'type-extra'
  | 'type-values'
  | 'type-values-extra'
  | 'type-order'
  | 'sequence-missing'
  | 'sequence-extra'
  | 'column-missing'
  | 'column-extra'
  | 'column-type'
  | 'column-wider'
  | 'column-narrower'
  | 'column-nullable'
  | 'default-left'
  | 'default-missing'
  | 'default-other'
  | 'constraint-missing'
  | 'constraint-extra'
  | 'constraint-name'
  | 'index-missing'
  | 'index-extra'
  | 'index-name'
  | 'owner-other'
  | 'access-missing'
  | 'site-lost'
  | 'site-changed'
  | 'site-index-lost';

/** One difference: the database has `actual` where `expected` should be. */
export interface Drift {
  readonly kind: DriftKind;
  /** A table, `table.column`, type or sequence; a constraint or index as `table: definition`; what is owned as `table users`. */
  readonly object: string;
  readonly actual?: string;
  readonly expected?: string;
}

/**
 * What occurs on healthy upgrades and takes nothing from the release: a default or an index that a revision
 * left behind, a varchar wider than it needs be, the order of enum values, what something is called.
 * Everything else counts unless the list for the hop (drift-allowed.ts) names it with a reason.
 * Source: trials of the page on real packages, "Differences that are cosmetic".
 */
const cosmetic: ReadonlySet<DriftKind> = new Set([
  'column-wider',
  'default-left',
  'type-order',
  'constraint-name',
  'index-extra',
  'index-name',
  'site-index-lost',
]);

export function isCosmetic(drift: Drift): boolean {
  return cosmetic.has(drift.kind);
}
