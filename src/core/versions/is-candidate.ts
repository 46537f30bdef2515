import type { Version } from './version.ts';

/** Whether a version is not final: dev, a, b, rc. */
export function isCandidate(version: Version): boolean {
  return /[a-z]/.test(version);
}
