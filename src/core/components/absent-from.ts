import type { Version } from '../versions/version.ts';
import { parseRange } from '../versions/version-range.ts';
import type { Component } from './component.ts';

/** Why a release has no such component; undefined where it has it. Proxies came and went with a line. */
export function absentFrom(
  { releases }: Pick<Component, 'releases'>,
  version: Version,
): 'not-yet' | 'no-longer' | undefined {
  if (releases === undefined) return undefined;
  if (!parseRange(releases.since).has(version)) return 'not-yet';
  return releases.until !== undefined && !parseRange(releases.until).has(version) ? 'no-longer' : undefined;
}
