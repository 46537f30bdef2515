import { z } from 'zod';
import { keptFiles } from './kept-files.ts';
import { nothingToUndo, type Step } from './step.ts';

const params = z.strictObject({ hop: z.int().positive() });

/** The database as it is with its writers stopped; going back restores this. */
export const databaseCapture: Step<z.infer<typeof params>> = {
  kind: 'database.capture',
  params,
  title: () => 'Capture the database',
  estimate: 0.6,
  probe: async () => 'todo',
  apply: async ({ hop }, context) => context.database.dump(keptFiles(context, hop).database, context.signal),
  verify: async () => undefined,
  undo: nothingToUndo,
};
