import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Release } from '../../src/core/catalog/release.ts';
import type { SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import { withDatabase } from '../../src/io/database/database.ts';
import { introspect } from '../../src/io/database/introspect.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { alembicFile } from './configuration.ts';
import { trialEnvironment } from './environment.ts';
import { keepFreshSchema } from './fresh-schema.ts';
import { type Invented, inventRows } from './invent/invent-rows.ts';
import type { Models } from './invent/tables.ts';
import type { Lab } from './lab.ts';

/** A release as trials need it: an environment, and a database that its own `schema oneshot` made. */
export interface ReadyRelease {
  readonly release: Release;
  readonly environment: string;
  /** Of a fresh install. */
  readonly schema: SchemaSnapshot;
  readonly models: Models;
  /** The name of the fresh database. */
  readonly fresh: string;
}

/** What migrating to a release needs. */
export type Migrating = Pick<ReadyRelease, 'release' | 'environment' | 'schema'>;

/** A version as a database may be called. */
export const plain = ({ version }: Pick<Release, 'version'>): string => version.replaceAll('.', '-');

const program = fileURLToPath(new URL('./source.py', import.meta.url));

/** @throws BaiupError `environment.no-choice`, `command.failed` with what the release said */
export async function readyRelease(lab: Lab, release: Release, signal: AbortSignal): Promise<ReadyRelease> {
  const environment = await trialEnvironment(release, signal);
  const fresh = `fresh_${plain(release)}`;
  const location = await lab.emptyLocation(fresh);
  const { stdout } = await thisMachine.run({
    argv: [join(environment, 'bin', 'python'), program, alembicFile(location)],
    cwd: location.workdir,
    timeoutMs: 180_000,
    signal,
  });
  const models = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Models;
  const schema = await withDatabase(location.address, introspect);
  await keepFreshSchema(release, schema);
  return { release, environment, schema, models, fresh };
}

/** The release's database with rows of ours, to be copied: its name, and what it holds. */
export async function filledDatabase(
  lab: Lab,
  { release, fresh, models }: ReadyRelease,
  purpose: string,
): Promise<Invented & { readonly name: string }> {
  const name = `filled_${plain(release)}_${purpose}`;
  const { address } = await lab.copyLocation(name, fresh);
  return { name, ...(await withDatabase(address, (database) => inventRows(database, models))) };
}
