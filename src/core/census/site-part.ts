import type { SchemaSnapshot } from '../schema/snapshot.ts';
import type { CensusDifference } from './difference.ts';
import { kinds } from './kinds.ts';
import { ofTable } from './of-table.ts';

/**
 * Whether a difference is about what the site has beside the release: a table of its own, or a column. The site's own
 * programs may write there while the cluster stands still.
 * @param release the structure of a fresh install of the target
 */
export function isOfSite(
  { kind, among, column }: Pick<CensusDifference, 'kind' | 'among' | 'column'>,
  { tables }: Pick<SchemaSnapshot, 'tables'>,
): boolean {
  // A table that is gone is told by the proof of the structure; the release may have dropped its own.
  if (kind === 'rows-gone') return false;
  const name = ofTable(among) ?? kinds.find((kind) => kind.name === among)?.table;
  if (name === undefined) return false;
  const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
  if (!table) return ofTable(among) !== undefined;
  return column !== undefined && !Object.hasOwn(table.columns, column);
}
