import type { Version } from './version.ts';
import { versionParts } from './version-parts.ts';

/** Candidates come before their final release: dev, a, b, rc (PEP 440). */
const rank = { dev: 0, a: 1, b: 2, rc: 3, final: 4 } as const;

/** Versions of a line have numbers from the line's own up to this many above it. */
export const lineSpan = 10 ** 11;

/** The number below those of all versions of a line. */
export function lineNumber(year: number, month: number): number {
  return (year * 100 + month) * lineSpan;
}

const numbers = new Map<Version, number>();

/** A number of each version, in their order, worked out once: its parts one after the other, 15 digits at most. */
export function versionNumber(version: Version): number {
  const known = numbers.get(version);
  if (known !== undefined) return known;
  const parts = versionParts(version);
  if (!parts) throw new TypeError(`not a version: ${version}`);
  const { year, month, patch, candidate } = parts;
  const place = rank[candidate?.tag ?? 'final'];
  const made = lineNumber(year, month) + (patch * 10 + place) * 100_000 + (candidate?.number ?? 0);
  numbers.set(version, made);
  return made;
}
