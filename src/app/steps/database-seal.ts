import { z } from 'zod';
import { keptFiles } from './kept-files.ts';
import { notedAsideOf } from './noted-aside.ts';
import { nothingToUndo, type Step } from './step.ts';
import { databaseIn, theDatabase, whichDatabase } from './which-database.ts';

const params = z.strictObject(whichDatabase);

/** Checksums of the captured database, once the service is back: reading it all again would make the stop longer. */
export const databaseSeal: Step<z.infer<typeof params>> = {
  kind: 'database.seal',
  params,
  title: (which) => `Seal what was captured of ${theDatabase(which)}`,
  estimate: 1,
  probe: async () => 'todo',
  apply: async (which, context) => {
    const { database } = keptFiles(context, which.hop, which.database);
    const door = databaseIn(context, which);
    // The dump of what was set aside may not have come about; its own step says why.
    const isAside = (await notedAsideOf(context, which)) !== undefined;
    if (isAside && !(await door.keeps(database))) return { sealed: false };
    return door.seal(database);
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
