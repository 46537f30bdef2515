import { type MigrationParams, migrationParams, migrationRequest } from './migration.ts';
import type { Step } from './step.ts';

/** The migrator imports everything and connects before the stop: most of `alembic upgrade head` is Python importing. */
export const migratorWarm: Step<MigrationParams> = {
  kind: 'migrator.warm',
  params: migrationParams,
  title: ({ run }) => `Warm up the migrator for ${run.length} revisions`,
  estimate: 5,
  transient: true,
  probe: async ({ hop }, { migrators }) => (migrators.has(hop) ? 'done' : 'todo'),
  apply: async (params, context) => {
    const migrator = await context.startMigrator(migrationRequest(params, context), context.signal);
    context.migrators.set(params.hop, migrator);
  },
  verify: async () => undefined,
  undo: async ({ hop }, { migrators }) => {
    await migrators.get(hop)?.cancel();
    migrators.delete(hop);
  },
};
