import type { Release } from '../../src/core/catalog/release.ts';
import type { RowsOfTrial } from '../../src/core/path/migration-trials.ts';
import type { TrialEnd } from '../../src/core/path/trial.ts';
import type { Route } from '../../src/core/schema/route.ts';
import type { Host } from '../../src/io/hosts/port.ts';
import { byRoute } from './by-route.ts';
import type { Lab } from './lab.ts';
import { putRegistries } from './registries.ts';
import { type Migrating, plain } from './release.ts';
import type { SourceDatabases } from './source-databases.ts';

export interface MigrationInput {
  readonly lab: Lab;
  readonly databases: SourceDatabases;
  readonly from: Release;
  readonly target: Migrating;
  readonly rows: RowsOfTrial;
  readonly route: Route;
  /** Where the target's migrator is ready. */
  readonly host: Host;
  readonly signal: AbortSignal;
}

/** Tries one migration on a copy of its source's database. */
export async function tryMigration(input: MigrationInput): Promise<TrialEnd> {
  const { lab, databases, from, target, rows, route, host, signal } = input;
  const { source, name } = await databases(from, rows);
  const copy = `${rows}_${plain(from)}_${plain(target.release)}`;
  const location = await lab.copyLocation(copy, name);
  try {
    const store = lab.configStore(location);
    if (!source.schema.tables['container_registries']) await putRegistries(store);
    return await byRoute(location, source, target, { route, store, host }, signal);
  } finally {
    await lab.drop(location.address.name);
  }
}
