import { z } from 'zod';
import { memberNamed } from '../../core/cluster/member-named.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { OwnDatabase } from './context.ts';
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
    const empty = keptFiles(context, hop, id).database;
    if (await database.exists()) await database.dump(empty, context.signal);
    else await database.make();
    const { host, workdir, config } = memberNamed(context.inventory, id);
    const where = { database: id, host, workdir, config, head };
    await context.fillDatabase(environment, where, context.signal);
  },
  verify: async ({ database, name, head }, { ownDatabase }) => {
    if (await isFilled(ownDatabase(database), head)) return;
    throw new BaiupError(
      'database.not-filled',
      `"${name}" of ${database} is not at ${head} after it was filled`,
    );
  },
  undo: async ({ hop, database: id }, context) => {
    const database = context.ownDatabase(id);
    if (!(await database.exists()) || (await database.unmake())) return;
    if ((await database.tables()) > 0) await database.restore(keptFiles(context, hop, id).database);
  },
  data: ({ database }) => database,
  notUndone: ({ database, name }) => `the database "${name}" of ${database} is still there`,
};
