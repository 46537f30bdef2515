import { z } from 'zod';
import { keptFiles } from './kept-files.ts';
import { nothingToUndo, type Step } from './step.ts';

const params = z.strictObject({ hop: z.int().positive() });

/** Checksums of the captured database, once the service is back: reading it all again would make the stop longer. */
export const databaseSeal: Step<z.infer<typeof params>> = {
  kind: 'database.seal',
  params,
  title: () => 'Seal the captured database',
  estimate: 1,
  probe: async () => 'todo',
  apply: async ({ hop }, context) => context.database.seal(keptFiles(context, hop).database),
  verify: async () => undefined,
  undo: nothingToUndo,
};
