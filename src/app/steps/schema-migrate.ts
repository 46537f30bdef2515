import type { RevisionDone } from '../../core/schema/revision-done.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { keptFiles } from './kept-files.ts';
import { headOf, type MigrationParams, migrationParams, revisionCount, startMigrators } from './migration.ts';
import type { Step } from './step.ts';

async function restore({ hop }: MigrationParams, context: StepContext): Promise<void> {
  const kept = keptFiles(context, hop);
  await Promise.all([context.database.restore(kept.database), context.configStore.restore(kept.etcd)]);
}

const isHead = (rows: readonly string[], head: string): boolean => rows.length === 1 && rows[0] === head;

/**
 * Runs exactly the route's revisions, each in its own transaction, and each leg by its own release's migrator; what is
 * half done is restored before all of it is redone.
 */
export const schemaMigrate: Step<MigrationParams> = {
  kind: 'schema.migrate',
  params: migrationParams,
  title: (params) => `Migrate the database: ${revisionCount(params)} revisions, to ${headOf(params)}`,
  estimate: 0.5,
  probe: async (params, { database }, attempted) => {
    if (isHead(await database.revisions(), headOf(params))) return 'done';
    return attempted ? 'half' : 'todo';
  },
  apply: async (params, context, probed) => {
    if (probed === 'half') await restore(params, context);
    const migrators = context.migrators.get(params.hop) ?? (await startMigrators(params, context));
    context.migrators.set(params.hop, migrators);
    const revisions: RevisionDone[] = [];
    for (const migrator of migrators) revisions.push(...(await migrator.go(context.signal)));
    context.migrators.delete(params.hop);
    return { revisions };
  },
  verify: async (params, { database }) => {
    const head = headOf(params);
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
