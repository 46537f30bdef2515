import { compareVersions } from '../versions/compare-versions.ts';
import { parseVersion } from '../versions/parse-version.ts';
import type { Version } from '../versions/version.ts';
import { parseRange } from '../versions/version-range.ts';
import type { Component } from './component.ts';

/**
 * Why a release has no such component; undefined if it has. Proxies came and went with a line; `since` is what the
 * cluster file says.
 */
export function absentFrom(
  { releases }: Pick<Component, 'releases'>,
  version: Version,
  since?: string,
): 'not-yet' | 'no-longer' | undefined {
  if (since !== undefined && compareVersions(version, parseVersion(since)) < 0) return 'not-yet';
  if (releases === undefined) return undefined;
  if (!parseRange(releases.since).has(version)) return 'not-yet';
  return releases.until !== undefined && !parseRange(releases.until).has(version) ? 'no-longer' : undefined;
}
