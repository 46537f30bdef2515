import { z } from 'zod';
import { keptFiles } from './kept-files.ts';
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
  apply: async (which, context) =>
    databaseIn(context, which).seal(keptFiles(context, which.hop, which.database).database),
  verify: async () => undefined,
  undo: nothingToUndo,
};
