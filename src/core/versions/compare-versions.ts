import type { Version } from './version.ts';
import { type VersionParts, versionParts } from './version-parts.ts';

/** Candidates come before their final release: dev, a, b, rc (PEP 440). */
const rank = { dev: 0, a: 1, b: 2, rc: 3, final: 4 } as const;

const keys = new Map<Version, readonly number[]>();

function key(version: Version): readonly number[] {
  const known = keys.get(version);
  if (known) return known;
  const parts: VersionParts | undefined = versionParts(version);
  if (!parts) throw new TypeError(`not a version: ${version}`);
  const { year, month, patch, candidate } = parts;
  const made = [year, month, patch, rank[candidate?.tag ?? 'final'], candidate?.number ?? 0];
  keys.set(version, made);
  return made;
}

/** Below, equal to, or above zero as `a` is older than, the same as, or newer than `b`. */
export function compareVersions(a: Version, b: Version): number {
  const [left, right] = [key(a), key(b)];
  for (let at = 0; at < left.length; at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
