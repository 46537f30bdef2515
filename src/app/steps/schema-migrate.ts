import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { keptFiles } from './kept-files.ts';
import { type MigrationParams, migrationParams, migrationRequest } from './migration.ts';
import type { Step } from './step.ts';

async function restore({ hop }: MigrationParams, context: StepContext): Promise<void> {
  const kept = keptFiles(context, hop);
  await Promise.all([context.database.restore(kept.database), context.configStore.restore(kept.etcd)]);
}

const isHead = (rows: readonly string[], head: string): boolean => rows.length === 1 && rows[0] === head;

/** Runs exactly the route's revisions, each in its own transaction; what is half done is restored before it is redone. */
export const schemaMigrate: Step<MigrationParams> = {
  kind: 'schema.migrate',
  params: migrationParams,
  title: ({ run, head }) => `Migrate the database: ${run.length} revisions, to ${head}`,
  estimate: 0.5,
  probe: async ({ head }, { database }, attempted) => {
    if (isHead(await database.revisions(), head)) return 'done';
    return attempted ? 'half' : 'todo';
  },
  apply: async (params, context, probed) => {
    if (probed === 'half') await restore(params, context);
    const warm =
      context.migrators.get(params.hop) ??
      (await context.startMigrator(migrationRequest(params, context), context.signal));
    context.migrators.delete(params.hop);
    return { revisions: await warm.go(context.signal) };
  },
  verify: async ({ head }, { database }) => {
    const rows = await database.revisions();
    if (isHead(rows, head)) return;
    throw new BaiupError(
      'schema.wrong-head',
      `alembic_version holds ${rows.join(', ') || 'nothing'} instead of ${head}`,
    );
  },
  undo: restore,
  undoKey: () => 'restore',
};
