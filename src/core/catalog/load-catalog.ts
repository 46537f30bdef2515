import type { Catalog } from './catalog.ts';
import { committedSnapshot } from './committed-snapshot.ts';
import { sortedCatalog } from './sorted-catalog.ts';

let catalog: Catalog | undefined;

/** The committed catalog: what the package index had when baiup was made. */
export function loadCatalog(): Catalog {
  catalog ??= sortedCatalog(committedSnapshot().releases);
  return catalog;
}
