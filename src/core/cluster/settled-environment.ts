import { newEnvironment } from './new-environment.ts';
import type { MemberSnapshot } from './snapshot.ts';

/**
 * Where a member's environment lies once the path by which its unit names it is a link: a folder in that place goes
 * beside it, named by its release. Plans know it by that name alone.
 */
export function settledEnvironment({ component, environment, version, named }: MemberSnapshot): string {
  if (!named?.isFolder || version === undefined) return environment;
  return newEnvironment({ component, path: named.at }, environment, version);
}
