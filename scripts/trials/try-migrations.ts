import { join } from 'node:path';
import { type RowsOfTrial, rowsOfTrials } from '../../src/core/path/migration-trials.ts';
import { messageOf } from '../../src/lib/errors.ts';
import { hasEnvironment, trialEnvironment } from './environment.ts';
import { type ForkHost, forkHost } from './fork-host.ts';
import { knownFreshSchema } from './fresh-schema.ts';
import { knownMigrations, migrationKey } from './known-migrations.ts';
import type { Lab } from './lab.ts';
import { type Migration, standsFor } from './migration-list.ts';
import { keepMigration, type MigrationResult } from './migration-results.ts';
import type { Groups } from './migrations.ts';
import type { Migrating } from './release.ts';
import { sourceDatabases } from './source-databases.ts';
import { releasesOf } from './trial.ts';
import { tryMigration } from './try-migration.ts';

export interface TryOptions {
  readonly lab: Lab;
  readonly groups: Groups;
  /** A folder with a short path. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Also what did not go through when it was tried before. */
  readonly afresh: boolean;
  /** How many at most. */
  readonly limit: number;
  /** Each as it is known, and how far all are. */
  tell(result: MigrationResult, done: number, all: number): void;
  /** What could not be tried. */
  refuse(what: string, why: string): void;
}

type One = Migration & { readonly rows: RowsOfTrial };

/** Tries what was not tried yet, each migration on rows of both kinds, target by target in two lanes. */
export async function tryMigrations(migrations: readonly Migration[], options: TryOptions): Promise<void> {
  const { lab, groups, folder, signal, afresh, limit, tell, refuse } = options;
  const { sources, targets } = groups;
  const known = await knownMigrations(groups);
  const needs = ({ target }: One): boolean => !hasEnvironment(standsFor(targets[target], hasEnvironment));
  const open = migrations
    .flatMap((each): One[] => rowsOfTrials.map((rows) => ({ ...each, rows })))
    .filter((each) => {
      const before = known.get(migrationKey(each));
      return !before || (afresh && before.end.outcome !== 'right');
    })
    // What needs an environment that is not there comes last.
    .sort((one, other) => Number(needs(one)) - Number(needs(other)))
    .slice(0, limit);
  const waiting = [...Map.groupBy(open, ({ target }) => target)];
  const releases = releasesOf(lab, signal);
  const databases = sourceDatabases(lab, releases, signal);
  let done = 0;
  const tryAll = async (target: Migrating, { host }: ForkHost, all: readonly One[]): Promise<void> => {
    for (const { source, rows, route } of all) {
      signal.throwIfAborted();
      const from = standsFor(sources[source], hasEnvironment);
      const began = performance.now();
      try {
        const end = await tryMigration({ lab, databases, from, target, rows, route, host, signal });
        const result = {
          from: from.version,
          to: target.release.version,
          rows,
          ran: route.run.length,
          at: new Date().toISOString(),
          seconds: Math.round(performance.now() - began) / 1000,
          end,
        };
        await keepMigration(result);
        done += 1;
        tell(result, done, open.length);
      } catch (error) {
        signal.throwIfAborted();
        refuse(`${from.version} → ${target.release.version}, ${rows} rows`, messageOf(error));
      }
    }
  };
  const lane = async (name: string): Promise<void> => {
    for (let next = waiting.shift(), at = 0; next && !signal.aborted; next = waiting.shift(), at++) {
      const [group, all] = next;
      const release = standsFor(targets[group], hasEnvironment);
      try {
        const environment = await trialEnvironment(release, signal);
        const fresh = (await knownFreshSchema(release)) ?? (await releases(release));
        const forks = await forkHost(environment, join(folder, `${name}${at}`));
        try {
          await tryAll({ release, environment, schema: fresh.schema }, forks, all);
        } finally {
          await forks.end();
        }
      } catch (error) {
        signal.throwIfAborted();
        refuse(`everything to ${release.version}`, messageOf(error));
      }
    }
  };
  await Promise.all([lane('a'), lane('b')]);
}
