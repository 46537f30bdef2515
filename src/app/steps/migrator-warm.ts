import { type MigrationParams, migrationParams, revisionCount, startMigrators } from './migration.ts';
import type { Step } from './step.ts';

/** The migrators import everything and connect before the stop: most of `alembic upgrade head` is Python importing. */
export const migratorWarm: Step<MigrationParams> = {
  kind: 'migrator.warm',
  params: migrationParams,
  title: (params) => `Warm up the migrator for ${revisionCount(params)} revisions`,
  estimate: 5,
  transient: true,
  probe: async ({ hop }, { migrators }) => (migrators.has(hop) ? 'done' : 'todo'),
  apply: async (params, context) => {
    context.migrators.set(params.hop, await startMigrators(params, context));
  },
  verify: async () => undefined,
  undo: async ({ hop }, { migrators }) => {
    await Promise.all((migrators.get(hop) ?? []).map((migrator) => migrator.cancel()));
    migrators.delete(hop);
  },
};
