import { isCandidate } from '../versions/is-candidate.ts';
import type { Version } from '../versions/version.ts';
import type { Catalog } from './catalog.ts';

export type Pair = readonly [from: Version, to: Version];

/** Every two final releases, the older first. */
export function everyPair({ releases }: Catalog): Pair[] {
  const versions = releases.map(({ version }) => version).filter((version) => !isCandidate(version));
  return versions.flatMap((from, index) => versions.slice(index + 1).map((to) => [from, to] as const));
}
