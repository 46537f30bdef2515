import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Release } from '../../src/core/catalog/release.ts';
import type { RowsOfTrial } from '../../src/core/path/migration-trials.ts';
import { type DatabaseAddress, withDatabase } from '../../src/io/database/database.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { fixtures } from '../../src/sandbox/fixtures.ts';
import { inventRows } from './invent/invent-rows.ts';
import type { Lab } from './lab.ts';
import { plain, type ReadyRelease } from './release.ts';
import type { Releases } from './trial.ts';

/** A database of a release, to be copied. */
export interface SourceDatabase {
  readonly source: ReadyRelease;
  readonly name: string;
}

export type SourceDatabases = (release: Release, rows: RowsOfTrial) => Promise<SourceDatabase>;

/** The databases that migrations are tried on, each made when it is first asked for. */
export function sourceDatabases(lab: Lab, releases: Releases, signal: AbortSignal): SourceDatabases {
  const made = new Map<string, Promise<SourceDatabase>>();
  return (release, rows) => {
    const name = `${rows}_${plain(release)}`;
    const found = made.get(name) ?? releases(release).then((source) => make(lab, source, rows, name, signal));
    made.set(name, found);
    return found;
  };
}

async function make(
  lab: Lab,
  source: ReadyRelease,
  rows: RowsOfTrial,
  name: string,
  signal: AbortSignal,
): Promise<SourceDatabase> {
  const { address, workdir } = await lab.copyLocation(name, source.fresh);
  if (rows === 'installed') await install(source, address, workdir, signal);
  else await withDatabase(address, (database) => inventRows(database, source.models));
  return { source, name };
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

async function install(
  { release, environment }: ReadyRelease,
  { user, password, host, port, name }: DatabaseAddress,
  workdir: string,
  signal: AbortSignal,
): Promise<void> {
  const record = {
    version: release.version,
    published: release.published,
    python: release.python,
    ports: {},
    databasePassword: '',
    storageSecret: '',
    accessKey: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretKey: randomBytes(20).toString('hex'),
  };
  const database = `postgresql+asyncpg://${user}:${password.reveal()}@${host}:${port}/${name}`;
  await thisMachine.run({
    argv: [join(environment, 'bin', 'python'), here('./installed.py'), here('../../src/sandbox/prepare.py')],
    input: JSON.stringify({ database, fixtures: fixtures(record) }),
    cwd: workdir,
    timeoutMs: 180_000,
    signal,
  });
}
