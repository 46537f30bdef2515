import type { Catalog } from './catalog.ts';
import { committedSnapshot } from './committed-snapshot.ts';
import { makeCatalog } from './make-catalog.ts';

let catalog: Catalog | undefined;

/** The committed catalog: what the package index had when baiup was made. */
export function loadCatalog(): Catalog {
  catalog ??= makeCatalog(committedSnapshot().releases);
  return catalog;
}
