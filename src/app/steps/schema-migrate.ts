import type { RevisionDone } from '../../core/schema/revision-done.ts';
import { wasCut } from '../../io/hosts/host-trouble.ts';
import { BaiupError } from '../../lib/errors.ts';
import { asideOf } from './aside-of.ts';
import type { StepContext } from './context.ts';
import { copyAgain } from './database-aside.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import {
  headOf,
  type MigrationParams,
  migrationParams,
  migratorKey,
  revisionCount,
  startMigrators,
} from './migration.ts';
import { notedAsideOf } from './noted-aside.ts';
import { refuseWriters } from './refuse-stranger.ts';
import { forgetRestored, restoreCaptured } from './restore-captured.ts';
import { endAgain, giveUpSessions } from './settle-sessions.ts';
import { clusterData, type Step } from './step.ts';
import { databaseIn, theDatabase } from './which-database.ts';

/** The end that a migration wrote down counts first: a half restored database is not migrated. */
async function restore(params: MigrationParams, context: StepContext): Promise<void> {
  await keptFile.remove(keptFiles(context, params.hop, params.database).migrated);
  await restoreCaptured(params, context);
}

/** What is half done is put right before all of it is done again: from the dump, or by another copy of what was set aside. */
async function beginAgain(params: MigrationParams, context: StepContext): Promise<void> {
  const { hop, database, aside } = params;
  if (!aside) {
    await restore(params, context);
    return forgetRestored(params, context);
  }
  const kept = keptFiles(context, hop, database);
  await keptFile.remove(kept.migrated);
  await copyAgain({ hop, database }, context);
  if (database === undefined) await context.configStore.restore(kept.etcd);
}

/** Rows of its version table: of the copy, until that has the database's name. */
async function rowsOf(params: MigrationParams, context: StepContext): Promise<readonly string[]> {
  if (!params.aside) return databaseIn(context, params).revisions();
  const door = asideOf(context, params);
  const noted = await notedAsideOf(context, params);
  const found = await door.found();
  // Without the note only its name tells: a migration is never found undone that was done.
  const unknown = noted === undefined && found.name !== undefined ? ('name' as const) : undefined;
  const place =
    unknown ?? (['copy', 'name'] as const).find((each) => noted?.copied && found[each] === noted.copied);
  return place === undefined ? [] : door.revisions(place);
}

const isHead = (rows: readonly string[], head: string): boolean => rows.length === 1 && rows[0] === head;

/**
 * Whether its version table says the same before and after: a history may end in a revision that the source has too,
 * with others filled in below it (24.09.14 → 25.02.0). Then only what was written down tells that it was done.
 */
const tellsNothing = (params: MigrationParams): boolean =>
  isHead(params.legs[0]?.from ?? [], headOf(params)) && revisionCount(params) > 0;

/**
 * Runs exactly the route's revisions, each in its own transaction, and each leg by its own release's migrator; what is
 * half done is restored before all of it is redone.
 */
export const schemaMigrate: Step<MigrationParams> = {
  kind: 'schema.migrate',
  params: migrationParams,
  title: (params) =>
    `Migrate ${theDatabase(params)}: ${revisionCount(params)} revisions, to ${headOf(params)}`,
  estimate: 0.5,
  probe: async (params, context, attempted) => {
    const atHead = isHead(await rowsOf(params, context), headOf(params));
    const { migrated } = keptFiles(context, params.hop, params.database);
    if (atHead && (!tellsNothing(params) || (await keptFile.isThere(migrated)))) return 'done';
    return attempted ? 'half' : 'todo';
  },
  apply: async (params, context, probed) => {
    await forgetRestored(params, context);
    if (probed === 'half') await beginAgain(params, context);
    // Of a copy nobody knows.
    if (!params.aside) await refuseWriters(params.database, context);
    const key = migratorKey(params);
    const migrators = context.migrators.get(key) ?? (await startMigrators(params, context));
    context.migrators.set(key, migrators);
    const revisions: RevisionDone[] = [];
    try {
      for (const migrator of migrators) revisions.push(...(await migrator.go(context.signal)));
    } catch (error) {
      // They are gone with the way to their host: whoever tries again starts others.
      if (wasCut(error)) context.migrators.delete(key);
      throw error;
    }
    context.migrators.delete(key);
    await keptFile.write(
      keptFiles(context, params.hop, params.database).migrated,
      JSON.stringify({ revisions: revisions.map(({ id }) => id) }),
    );
    return { revisions };
  },
  verify: async (params, context) => {
    const head = headOf(params);
    const rows = await rowsOf(params, context);
    if (isHead(rows, head)) return;
    throw new BaiupError(
      'schema.wrong-head',
      `alembic_version holds ${rows.join(', ') || 'nothing'} instead of ${head}`,
    );
  },
  undo: restore,
  givesUp: async ({ hop, database }, context) =>
    database === undefined ? giveUpSessions(hop, context) : undefined,
  settles: async ({ hop, database }, context) =>
    database === undefined ? endAgain(hop, context) : undefined,
  data: ({ database }) => database ?? clusterData,
  notUndone: (params) =>
    `${theDatabase(params)}${params.database === undefined ? ' or etcd' : ''} is not restored`,
  undoKey: ({ database }) => (database === undefined ? 'restore' : `restore ${database}`),
};
