import { z } from 'zod';
import { dumpPart } from '../../core/plan/room.ts';
import { messageOf } from '../../lib/errors.ts';
import { asideOf } from './aside-of.ts';
import { keptFiles } from './kept-files.ts';
import { nothingToUndo, type Step } from './step.ts';
import { databaseIn, theDatabase, whichDatabase } from './which-database.ts';

const params = z.strictObject(whichDatabase);

/**
 * A dump of what was set aside, once the service is back: the way back once that is removed. An upgrade that is well does
 * not fail for it, because what was set aside is there.
 */
export const databaseDump: Step<z.infer<typeof params>> = {
  kind: 'database.dump',
  params,
  title: (which) => `Dump ${theDatabase(which)} that was set aside`,
  estimate: 1,
  probe: async () => 'todo',
  apply: async (which, context) => {
    const { database } = keptFiles(context, which.hop, which.database);
    await context.room?.give(dumpPart(which));
    const { aside } = asideOf(context, which).names;
    try {
      return await databaseIn(context, which).dump(database, context.signal, aside);
    } catch (error) {
      context.signal.throwIfAborted();
      return { notDumped: messageOf(error), aside };
    }
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
