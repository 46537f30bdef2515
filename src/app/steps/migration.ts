import { z } from 'zod';
import { editSchema } from '../../core/configuration/edit.ts';
import type { MigrationRequest, StepContext, WarmMigrator } from './context.ts';
import { patchedConfig } from './patched-config.ts';
import { whichDatabase } from './which-database.ts';

const leg = z.strictObject({
  /** The environment whose migrator runs it. */
  environment: z.string(),
  run: z.array(z.string()),
  from: z.array(z.string()),
  head: z.string(),
  /** What to say to the questions that revisions are known to ask. */
  answers: z.array(z.strictObject({ revision: z.string(), asks: z.string(), answer: z.string() })).optional(),
});
type Leg = z.infer<typeof leg>;

/** What warming up and migrating both need to know: one leg for each release whose migrator has something to do. */
export const migrationParams = z.strictObject({
  ...whichDatabase,
  /** The member whose configuration and working folder the migrators take. */
  member: z.string(),
  legs: z.array(leg).min(1),
  /** It works on a copy of what was set aside, which does not have the database's name yet. */
  aside: z.literal(true).optional(),
  /** What will have been changed in the manager's configuration when it starts: the migrators read it so already. */
  edits: z.array(editSchema).optional(),
});
export type MigrationParams = z.infer<typeof migrationParams>;

/** The single row of `alembic_version` once all legs are done. */
export const headOf = ({ legs }: MigrationParams): string => legs.at(-1)?.head ?? '';

export const revisionCount = ({ legs }: MigrationParams): number =>
  legs.reduce((sum, { run }) => sum + run.length, 0);

function requestOf(
  { environment, run, from, head, answers }: Leg,
  where: Pick<MigrationRequest, 'member' | 'config' | 'database' | 'copyOf'>,
): MigrationRequest {
  return { ...where, environment, run, from, head, ...(answers ? { answers } : {}) };
}

/** The member that the migrators stand for, and its configuration as they read it. */
async function whereOf(params: MigrationParams, context: StepContext) {
  return { member: params.member, config: await patchedConfig(params, context), database: params.database };
}

/** The last leg's migrator with nothing left to run: it may only find its head where it is. */
export async function startAgain(params: MigrationParams, context: StepContext): Promise<WarmMigrator> {
  const last = params.legs.at(-1);
  if (!last) throw new Error('a migration without legs');
  const request = requestOf({ ...last, run: [], from: [last.head] }, await whereOf(params, context));
  return context.startMigrator(request, context.signal);
}

/** What warmed up migrators are found by. */
export const migratorKey = ({ hop, database }: MigrationParams): string => `${hop} ${database ?? ''}`;

/** The migrators of all legs, imported and connected, in order. */
export async function startMigrators(params: MigrationParams, context: StepContext): Promise<WarmMigrator[]> {
  const { hop, aside } = params;
  const where = { ...(await whereOf(params, context)), ...(aside ? { copyOf: hop } : {}) };
  return Promise.all(
    params.legs.map((each) => context.startMigrator(requestOf(each, where), context.signal)),
  );
}
