import {
  type MigrationParams,
  migrationParams,
  migratorKey,
  revisionCount,
  startMigrators,
} from './migration.ts';
import type { Step } from './step.ts';

/** The migrators import everything and connect before the stop: most of `alembic upgrade head` is Python importing. */
export const migratorWarm: Step<MigrationParams> = {
  kind: 'migrator.warm',
  params: migrationParams,
  title: (params) => `Warm up the migrator for ${revisionCount(params)} revisions`,
  estimate: 5,
  transient: true,
  probe: async (params, { migrators }) => (migrators.has(migratorKey(params)) ? 'done' : 'todo'),
  apply: async (params, context) => {
    context.migrators.set(migratorKey(params), await startMigrators(params, context));
  },
  verify: async () => undefined,
  undo: async (params, { migrators }) => {
    const key = migratorKey(params);
    await Promise.all((migrators.get(key) ?? []).map((migrator) => migrator.cancel()));
    migrators.delete(key);
  },
};
