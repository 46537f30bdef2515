import { compareVersions } from '../versions/compare-versions.ts';
import { parseVersion } from '../versions/parse-version.ts';
import type { Version } from '../versions/version.ts';
import { parseRange } from '../versions/version-range.ts';
import type { Component } from './component.ts';

/**
 * Why there is no such component at a release; undefined where there is. Proxies came and went with a line; `since` is
 * the cluster's own word.
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
