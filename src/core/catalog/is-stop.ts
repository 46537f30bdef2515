import { isCandidate } from '../versions/is-candidate.ts';
import type { Release } from './release.ts';

/** Whether an upgrade may halt at this release: final, and not withdrawn. */
export function isStop(release: Release): boolean {
  return release.withdrawn === undefined && !isCandidate(release.version);
}
