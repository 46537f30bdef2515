import type { Line, Version } from './version.ts';

/** The release line of a version: `24.03` of 24.03.11. Versions of one line differ by a minor upgrade. */
export function lineOf(version: Version): Line {
  return version.slice(0, 5) as Line;
}
