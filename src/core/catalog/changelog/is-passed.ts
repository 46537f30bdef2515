import { compareVersions } from '../../versions/compare-versions.ts';
import { lineOf } from '../../versions/line-of.ts';
import type { Version } from '../../versions/version.ts';

/**
 * Whether a hop brings what a release changed: those after its start up to its end. Later patches of the line that a
 * major hop leaves are on a branch that it never passes.
 */
export function isPassed(version: Version, from: Version, to: Version): boolean {
  if (compareVersions(version, from) <= 0 || compareVersions(version, to) > 0) return false;
  return lineOf(from) === lineOf(to) || lineOf(version) !== lineOf(from);
}
