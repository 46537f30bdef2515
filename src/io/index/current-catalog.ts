import type { Catalog } from '../../core/catalog/catalog.ts';
import { committedSnapshot } from '../../core/catalog/committed-snapshot.ts';
import type { Snapshot } from '../../core/catalog/snapshot.ts';
import { sortedCatalog } from '../../core/catalog/sorted-catalog.ts';
import { catalogFolder } from './catalog-folder.ts';
import { readSyncedSnapshot } from './synced-snapshot.ts';

/**
 * The better of the catalog that baiup came with and the one that `catalog sync` brought.
 * @throws BaiupError `catalog.damaged`
 */
export function currentSnapshot(path: string = catalogFolder().snapshot): Snapshot {
  const [synced, committed] = [readSyncedSnapshot(path), committedSnapshot()];
  return synced && synced.asOf >= committed.asOf ? synced : committed;
}

let known: { readonly path: string; readonly catalog: Catalog } | undefined;

/** What is known of all releases, on this machine; read once. @throws BaiupError `catalog.damaged` */
export function currentCatalog(path: string = catalogFolder().snapshot): Catalog {
  if (known?.path !== path) known = { path, catalog: sortedCatalog(currentSnapshot(path).releases) };
  return known.catalog;
}
