import { join } from 'node:path';
import type { Census } from '../../src/core/census/census.ts';
import { compareCensus } from '../../src/core/census/compare.ts';
import { withRegistries } from '../../src/core/census/with-registries.ts';
import type { TrialEnd } from '../../src/core/path/trial.ts';
import type { Route } from '../../src/core/schema/route.ts';
import type { ConfigStoreReader } from '../../src/io/configstore/port.ts';
import { readAlembicVersion } from '../../src/io/database/alembic-version.ts';
import { withDatabase } from '../../src/io/database/database.ts';
import { startMigrator } from '../../src/io/database/migrator.ts';
import { readCensus } from '../../src/io/database/read-census.ts';
import type { Host } from '../../src/io/hosts/port.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { messageOf } from '../../src/lib/errors.ts';
import { shortened } from './by-page.ts';
import { type CopyLocation, managerFile } from './configuration.ts';
import { endOf, type Failure } from './ending.ts';
import { fixRows } from './fix-rows.ts';
import type { Migrating, ReadyRelease } from './release.ts';

/** On a few rows: one that takes longer waits for ever. */
const revisionTimeoutMs = 120_000;

interface Way {
  readonly route: Route;
  readonly store: Pick<ConfigStoreReader, 'readRegistries'>;
  /** Where the migrator runs; this machine unless told. */
  readonly host?: Host;
}

/**
 * What baiup does on a copy: its checks look for rows that break the hop and fix them, then the migrator that `apply`
 * uses runs the computed route.
 */
export async function byRoute(
  location: CopyLocation,
  source: Pick<ReadyRelease, 'release' | 'schema'>,
  target: Migrating,
  { route, store, host = thisMachine }: Way,
  signal: AbortSignal,
): Promise<TrialEnd> {
  const [from, to] = [source.release.version, target.release.version];
  const { fixed, refused } = await fixRows(location.address, { from, to, route });
  if (refused) return { outcome: 'refused', ...refused, versions: source.release.schema.heads, seconds: 0 };
  const held = await heldBy(location, store);
  const began = performance.now();
  const failure = await migrate(location, target, { route, host }, signal);
  const seconds = (performance.now() - began) / 1000;
  const end = await endOf({ location, before: source.schema, target, seconds, failure });
  const lost = failure ? [] : lostSince(held, await heldBy(location, store, held), route);
  return {
    ...end,
    ...(lost.length > 0 ? { outcome: 'wrong', lost } : {}),
    ...(fixed.length > 0 ? { fixed } : {}),
  };
}

async function heldBy(
  { address }: CopyLocation,
  store: Pick<ConfigStoreReader, 'readRegistries'>,
  like?: Census,
): Promise<Census> {
  const counted = await withDatabase(address, (database) => readCensus(database, like));
  return withRegistries(counted, await store.readRegistries());
}

function lostSince(held: Census, after: Census, { run }: Route): string[] {
  const { lost } = compareCensus(held, after, { ran: new Set(run) });
  return lost.map(({ kind, object, actual, expected }) =>
    expected === undefined ? `${kind} ${object}` : `${kind} ${object}: ${actual}, not ${expected}`,
  );
}

async function migrate(
  location: CopyLocation,
  target: Migrating,
  { route, host }: { readonly route: Route; readonly host: Host },
  signal: AbortSignal,
): Promise<Failure | undefined> {
  const done: string[] = [];
  try {
    if (route.run.length === 0) return undefined;
    const migrator = await startMigrator({
      host,
      python: join(target.environment, 'bin', 'python'),
      workdir: location.workdir,
      config: managerFile(location),
      backups: location.workdir,
      address: location.address,
      from: await withDatabase(location.address, readAlembicVersion),
      run: route.run,
      head: target.release.schema.heads[0] ?? '',
      revisionTimeoutMs,
      signal,
    });
    await migrator.go(({ id }) => void done.push(id));
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    const revision = route.run[done.length];
    return { why: shortened(messageOf(error)), ...(revision ? { revision } : {}) };
  }
}
