import { z } from 'zod';
import { asideInTurn } from './aside-in-turn.ts';
import { asideOf } from './aside-of.ts';
import type { StepContext } from './context.ts';
import { noteDatabase } from './note-database.ts';
import { nothingToUndo, type Step } from './step.ts';
import { theDatabase, whichDatabase } from './which-database.ts';

const params = z.strictObject(whichDatabase);

/** Counts what was set aside: it stays as it was at the stop, so nobody waits for this but the proofs. */
export const databaseNote: Step<z.infer<typeof params>> = {
  kind: 'database.note',
  params,
  title: (which) => `Note what ${theDatabase(which)} holds`,
  estimate: 0.4,
  probe: async () => 'todo',
  apply: async (which, context: StepContext) =>
    asideInTurn(which, context, async () =>
      noteDatabase(which, await asideOf(context, which).view('aside'), context),
    ),
  verify: async () => undefined,
  undo: nothingToUndo,
};
