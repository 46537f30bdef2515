import { compareVersions } from '../versions/compare-versions.ts';
import type { Catalog } from './catalog.ts';
import type { Release } from './release.ts';
import { sortedCatalog } from './sorted-catalog.ts';

/** A catalog of these releases, in any order. */
export function makeCatalog(releases: readonly Release[]): Catalog {
  return sortedCatalog([...releases].sort((a, b) => compareVersions(a.version, b.version)));
}
