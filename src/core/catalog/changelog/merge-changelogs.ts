import { compareVersions } from '../../versions/compare-versions.ts';
import type { Version } from '../../versions/version.ts';
import type { ChangelogRelease } from './parse-changelog.ts';

/**
 * Several changelogs as one, oldest release first. Branch patches are missing from the main file, and where two files
 * tell of the same release the fuller one counts.
 */
export function mergeChangelogs(
  files: readonly (readonly ChangelogRelease[])[],
): readonly ChangelogRelease[] {
  const fullest = new Map<Version, ChangelogRelease>();
  for (const release of files.flat()) {
    const known = fullest.get(release.version);
    if (!known || known.entries.length < release.entries.length) fullest.set(release.version, release);
  }
  return [...fullest.values()].sort((a, b) => compareVersions(a.version, b.version));
}
