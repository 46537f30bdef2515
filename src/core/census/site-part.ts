import type { SchemaSnapshot } from '../schema/snapshot.ts';
import type { CensusDifference } from './difference.ts';
import { kinds } from './kinds.ts';
import { ofTable } from './of-table.ts';
import { isKeyOfSite, isOfEtcd } from './with-keys.ts';

/**
 * Whether a difference is about what the site has beside the release: a table of its own, a column, or a key of etcd. The
 * site's own programs may write there while the cluster stands still.
 * @param release the structure of a fresh install of the target; without it no table is known to be the site's
 */
export function isOfSite(
  { kind, among, key, column }: Pick<CensusDifference, 'kind' | 'among' | 'key' | 'column'>,
  release: Pick<SchemaSnapshot, 'tables'> | undefined,
): boolean {
  if (isOfEtcd(among)) return key !== undefined && isKeyOfSite(key);
  // A table that is gone is told by the proof of the structure; the release may have dropped its own.
  if (kind === 'rows-gone' || release === undefined) return false;
  const name = ofTable(among) ?? kinds.find((kind) => kind.name === among)?.table;
  if (name === undefined) return false;
  const table = Object.hasOwn(release.tables, name) ? release.tables[name] : undefined;
  if (!table) return ofTable(among) !== undefined;
  return column !== undefined && !Object.hasOwn(table.columns, column);
}
