import { createHash } from 'node:crypto';
import type { Catalog } from '../../src/core/catalog/catalog.ts';
import type { Release, Schema } from '../../src/core/catalog/release.ts';
import { lostHistory } from '../../src/core/schema/lost-history.ts';
import { isCandidate } from '../../src/core/versions/is-candidate.ts';
import { parseVersion } from '../../src/core/versions/parse-version.ts';
import { knownFreshSchema } from './fresh-schema.ts';
import { packageContents } from './package-contents.ts';

/** Releases that are one and the same to a migration. */
export interface Group {
  readonly releases: readonly Release[];
}

/** The releases as sources, and as targets. */
export interface Groups {
  readonly sources: readonly Group[];
  readonly targets: readonly Group[];
}

const hashOf = (parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);

function grouped(releases: readonly Release[], keyOf: (release: Release) => string): Group[] {
  const groups = new Map<string, Release[]>();
  for (const release of releases) {
    const key = keyOf(release);
    groups.set(key, [...(groups.get(key) ?? []), release]);
  }
  return [...groups.values()].map((all) => ({ releases: all }));
}

const finalsOf = ({ releases }: Catalog): readonly Release[] =>
  releases.filter(({ version }) => !isCandidate(version));

/** By the revisions that a database of the release stands at. One of 26.01.0 stands where 25.19.2 left it. */
function sourceGroups(catalog: Catalog): readonly Group[] {
  const keys = new Map<Schema, string>();
  return grouped(finalsOf(catalog), (release) => {
    const lost = lostHistory(release.version);
    const { schema } = (lost && catalog.find(parseVersion(lost.before.version))) ?? release;
    const key = keys.get(schema) ?? hashOf([...schema.heads, ...schema.revisions.map(({ id }) => id).sort()]);
    keys.set(schema, key);
    return key;
  });
}

/**
 * By the revisions, the content of their files and of the modules that only they use, and what a fresh install makes.
 * A release whose fresh install nobody has made yet is one with those alone whose models are the same files.
 */
async function targetGroups(catalog: Catalog): Promise<readonly Group[]> {
  const finals = finalsOf(catalog);
  const contents = await packageContents(finals);
  const fresh = new Map<string, string>();
  for (const release of finals) {
    const known = await knownFreshSchema(release);
    const models = contents[release.version]?.models;
    if (known && models) fresh.set(models, known.hash);
  }
  return grouped(finals, ({ version, schema }) => {
    const { migrations = version, models = version } = contents[version] ?? {};
    return hashOf([...schema.heads, migrations, fresh.get(models) ?? models]);
  });
}

export async function groupsOf(catalog: Catalog): Promise<Groups> {
  return { sources: sourceGroups(catalog), targets: await targetGroups(catalog) };
}

/** The place of each release's group. */
export function placesOf(groups: readonly Group[]): ReadonlyMap<string, number> {
  return new Map(
    groups.flatMap(({ releases }, place) => releases.map(({ version }) => [version, place] as const)),
  );
}
