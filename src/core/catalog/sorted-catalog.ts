import type { Catalog } from './catalog.ts';
import type { Release } from './release.ts';

/** A catalog of these releases, which are in order already: as a snapshot has them. */
export function sortedCatalog(releases: readonly Release[]): Catalog {
  const byVersion = new Map(releases.map((release) => [release.version, release]));
  return { releases, find: (version) => byVersion.get(version) };
}
