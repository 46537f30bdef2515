import type { StepContext } from './context.ts';
import { giveBackAside, type LeftBehind } from './give-back-aside.ts';
import { knownAside } from './known-aside.ts';
import { clusterData } from './step.ts';
import { theDatabase } from './which-database.ts';

interface Which {
  readonly hop: number;
  readonly database?: string | undefined;
}

/** The way back of every step that gives a database another name: one and the same. */
export const asideUndo = {
  undo: async (which: Which, context: StepContext): Promise<LeftBehind | undefined> => {
    const noted = await knownAside(context, which);
    return noted && giveBackAside(which, noted, context);
  },
  data: ({ database }: Which): string => database ?? clusterData,
  notUndone: (which: Which): string => `${theDatabase(which)} does not have its name again`,
  undoKey: ({ database }: Which): string => (database === undefined ? 'give back' : `give back ${database}`),
};
