import type { Version } from './version.ts';
import { versionNumber } from './version-number.ts';

/** Below, equal to, or above zero as `a` is older than, the same as, or newer than `b`. */
export function compareVersions(a: Version, b: Version): number {
  return versionNumber(a) - versionNumber(b);
}
