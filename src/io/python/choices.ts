import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compareVersions } from '../../core/versions/compare-versions.ts';
import { lineOf } from '../../core/versions/line-of.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Version } from '../../core/versions/version.ts';
import { versionParts } from '../../core/versions/version-parts.ts';

/** One way to pick the versions of a release's dependencies. */
export interface Choice {
  /** Permanent: it is recorded with the environment. */
  readonly name: 'as-of-3-days' | 'locked' | 'as-of-2-months' | 'as-of-1-year';
  readonly arguments: readonly string[];
}

const day = 24 * 60 * 60 * 1000;
const constraints = new URL('./constraints/', import.meta.url);

/**
 * In the order in which they are tried. Releases of the past do not run with today's dependencies: 24.03 and 24.09
 * run with those of the days after their upload, all but 24.09.4, which then gets a logger without a module.
 */
export function choices(published: string, lock: string | undefined): readonly Choice[] {
  const asOf = (days: number) => new Date(Date.parse(published) + days * day).toISOString();
  return [
    { name: 'as-of-3-days', arguments: ['--exclude-newer', asOf(3)] },
    ...(lock === undefined ? [] : [{ name: 'locked' as const, arguments: ['--constraints', lock] }]),
    { name: 'as-of-2-months', arguments: ['--exclude-newer', asOf(61)] },
    { name: 'as-of-1-year', arguments: ['--exclude-newer', asOf(365)] },
  ];
}

/** The file of versions that this release, or the nearest of its line, was locked to by its makers. */
export async function lockFor(version: string): Promise<string | undefined> {
  const locked = (await readdir(constraints)).map((name) => name.replace(/\.txt$/, ''));
  const nearest = nearestOfLine(version, locked);
  return nearest === undefined ? undefined : fileURLToPath(new URL(`${nearest}.txt`, constraints));
}

/** The closest of the same line, the newer of two that are equally close. */
export function nearestOfLine(version: string, locked: readonly string[]): string | undefined {
  const own = parseVersion(version);
  const distance = (each: Version) => Math.abs(patchOf(each) - patchOf(own));
  return locked
    .map((each) => parseVersion(each))
    .filter((each) => lineOf(each) === lineOf(own))
    .sort((a, b) => distance(a) - distance(b) || compareVersions(b, a))[0];
}

function patchOf(version: Version): number {
  return versionParts(version)?.patch ?? 0;
}
