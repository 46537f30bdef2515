import { compareVersions } from '../versions/compare-versions.ts';
import type { Catalog } from './catalog.ts';
import type { Release } from './release.ts';

/** A catalog of these releases, in any order. */
export function makeCatalog(releases: readonly Release[]): Catalog {
  const sorted = [...releases].sort((a, b) => compareVersions(a.version, b.version));
  const byVersion = new Map(sorted.map((release) => [release.version, release]));
  return { releases: sorted, find: (version) => byVersion.get(version) };
}
