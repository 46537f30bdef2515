import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Release } from '../../src/core/catalog/release.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { offers } from '../../src/io/index/offers.ts';
import { openWheel } from '../../src/io/index/open-wheel.ts';
import { packageSources } from '../../src/io/index/package-sources.ts';
import { type ZipEntry, zipDirectory, zipEnd } from '../../src/io/index/zip-directory.ts';
import { atMost } from '../../src/lib/at-most.ts';
import { writeFileAtomic } from '../../src/lib/atomic-file.ts';
import { cacheHome } from '../../src/lib/state-home.ts';

/** What of a manager's wheel its migrations and its fresh installs hang on, as hashes of the files. */
export interface PackageContents {
  /** Its revisions, and the modules that only they use. */
  readonly migrations: string;
  /** All else of the models: with equal ones a fresh install is equal. */
  readonly models: string;
}

const models = 'ai/backend/manager/models/';
const ofMigrations = [`${models}alembic/`, `${models}rbac_models/migration/`];

function hashed(entries: readonly ZipEntry[]): string {
  const lines = entries.map(({ name, crc32, size }) => `${name} ${crc32} ${size}`).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 12);
}

function contentsIn(entries: readonly ZipEntry[]): PackageContents {
  const own = entries.filter(({ name }) => name.startsWith(models) && name.endsWith('.py'));
  const isMigration = ({ name }: ZipEntry): boolean => ofMigrations.some((folder) => name.startsWith(folder));
  return {
    migrations: hashed(own.filter(isMigration)),
    models: hashed(own.filter((entry) => !isMigration(entry))),
  };
}

const file = (): string => join(cacheHome(), 'trials', 'contents.json');
type Known = Record<string, PackageContents>;

/** The contents of these releases' managers, from the directories of their wheels; what was read once is kept. */
export async function packageContents(releases: readonly Release[]): Promise<Readonly<Known>> {
  const known = JSON.parse(await readFile(file(), 'utf8').catch(() => '{}')) as Known;
  const missing = releases.filter(({ version }) => known[version] === undefined);
  if (missing.length === 0) return known;
  const sources = await packageSources((command) => thisMachine.ask(command));
  const meter = { bytes: 0 };
  const offered = await offers(sources, { meter, now: Date.now() });
  await atMost(4, missing, async ({ version }) => {
    const wheel = offered.get(version)?.get('manager');
    if (!wheel) return;
    const end = await zipEnd(openWheel(wheel, sources, meter, undefined));
    known[version] = contentsIn(await zipDirectory(end));
  });
  await writeFileAtomic(file(), `${JSON.stringify(known, null, 1)}\n`);
  return known;
}
