import type { Version } from './version.ts';

/** The version as pip and wheel names spell it: 24.3.11. */
export function pipVersion(version: Version): string {
  return version.replace(/^(\d\d)\.0/, '$1.').replace(/^0/, '');
}
