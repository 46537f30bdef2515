import { z } from 'zod';
import { memberNamed } from '../../core/cluster/member-named.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { OwnDatabase, StepContext } from './context.ts';
import { keptFiles } from './kept-files.ts';
import type { Step } from './step.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  /** The member whose own database it is, and whose program fills it. */
  database: z.string(),
  /** Its name on the server. */
  name: z.string(),
  version: z.string(),
  environment: z.string(),
  head: z.string(),
});

async function isFilled(database: OwnDatabase, head: string): Promise<boolean> {
  return (await database.exists()) && (await database.revisions()).join() === head;
}

/** Makes it what was found: nothing, or the operator's empty database. */
async function takeBack(
  { hop, database: id }: Pick<z.infer<typeof params>, 'hop' | 'database'>,
  context: StepContext,
): Promise<void> {
  const database = context.ownDatabase(id);
  if (!(await database.exists()) || (await database.unmake())) return;
  if ((await database.tables()) > 0) await database.restore(keptFiles(context, hop, id).database);
}

/**
 * The database that a component has beside the cluster's, as a fresh install of its release makes it: by its own
 * models, for what its revisions make on an empty database lacks values of an enum. One that the operator made empty is
 * filled, and emptied again by undo; one that baiup made is dropped.
 */
export const databaseCreate: Step<z.infer<typeof params>> = {
  kind: 'database.create',
  params,
  title: ({ database, name, version }) => `Make the database "${name}" of ${database}, as ${version} has it`,
  estimate: 6,
  probe: async ({ database, head }, { ownDatabase }) =>
    (await isFilled(ownDatabase(database), head)) ? 'done' : 'todo',
  apply: async ({ hop, database: id, environment, head }, context) => {
    const database = context.ownDatabase(id);
    // What an attempt that was cut has left is not what was found.
    await takeBack({ hop, database: id }, context);
    if (await database.exists()) await database.dump(keptFiles(context, hop, id).database, context.signal);
    else await database.make();
    const { config } = memberNamed(context.inventory, id);
    const where = { database: id, member: id, config, head };
    await context.fillDatabase(environment, where, context.signal);
  },
  verify: async ({ database, name, head }, { ownDatabase }) => {
    if (await isFilled(ownDatabase(database), head)) return;
    throw new BaiupError(
      'database.not-filled',
      `"${name}" of ${database} is not at ${head} after it was filled`,
    );
  },
  undo: takeBack,
  data: ({ database }) => database,
  notUndone: ({ database, name }) => `the database "${name}" of ${database} is still there`,
};
