import { join } from 'node:path';
import type { TrialEnd } from '../../src/core/path/trial.ts';
import type { Route } from '../../src/core/schema/route.ts';
import { startMigrator } from '../../src/io/database/migrator.ts';
import { messageOf } from '../../src/lib/errors.ts';
import { shortened } from './by-page.ts';
import { type CopyPlace, managerFile } from './configuration.ts';
import { endOf, type Failure } from './ending.ts';
import type { ReadyRelease } from './release.ts';

/** On a few rows: one that takes longer waits for ever. */
const revisionTimeoutMs = 120_000;

/** The computed route on a copy, by the migrator that `apply` uses. */
export async function byRoute(
  place: CopyPlace,
  source: ReadyRelease,
  target: ReadyRelease,
  route: Route,
  signal: AbortSignal,
): Promise<TrialEnd> {
  const began = performance.now();
  const failure = await migrate(place, source, target, route, signal);
  const seconds = (performance.now() - began) / 1000;
  return endOf({ place, before: source.schema, target, seconds, failure });
}

async function migrate(
  place: CopyPlace,
  source: ReadyRelease,
  target: ReadyRelease,
  route: Route,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  const done: string[] = [];
  try {
    if (route.run.length === 0) return undefined;
    const migrator = await startMigrator({
      python: join(target.environment, 'bin', 'python'),
      workdir: place.workdir,
      config: managerFile(place),
      backups: place.workdir,
      address: place.address,
      from: source.release.schema.heads,
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
