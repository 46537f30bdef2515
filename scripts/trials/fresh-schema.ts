import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Release } from '../../src/core/catalog/release.ts';
import type { SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import { writeFileAtomic } from '../../src/lib/atomic-file.ts';
import { stableJson } from '../../src/lib/stable-json.ts';
import { cacheHome } from '../../src/lib/state-home.ts';

/** What a release's own models make in an empty database. */
export interface FreshSchema {
  readonly schema: SchemaSnapshot;
  /** Equal ones have equal hashes. */
  readonly hash: string;
}

const fileOf = ({ version }: Pick<Release, 'version'>): string =>
  join(cacheHome(), 'trials', 'schemas', `${version}.json`);

/** As an earlier trial saw it; undefined where none did. */
export async function knownFreshSchema(release: Pick<Release, 'version'>): Promise<FreshSchema | undefined> {
  const text = await readFile(fileOf(release), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as FreshSchema);
}

export async function keepFreshSchema(
  release: Pick<Release, 'version'>,
  schema: SchemaSnapshot,
): Promise<void> {
  const hash = createHash('sha256').update(stableJson(schema)).digest('hex').slice(0, 12);
  const file = fileOf(release);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFileAtomic(file, `${JSON.stringify({ schema, hash })}\n`);
}
