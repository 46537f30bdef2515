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
    const door = asideOf(context, which);
    const { aside } = door.names;
    const asideBytes = await door.size('aside').catch(() => undefined);
    try {
      const dumped = await databaseIn(context, which).dump(database, context.signal, aside);
      return { ...dumped, aside, asideBytes };
    } catch (error) {
      context.signal.throwIfAborted();
      return { notDumped: messageOf(error), aside, asideBytes };
    }
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
