import type { AsideDoor } from '../../io/database/aside/aside-door.ts';
import type { StepContext } from './context.ts';
import { databaseIn } from './which-database.ts';

type Which = { readonly hop: number; readonly database?: string | undefined };

/** The database, what it was before a hop of this run, and its copy. */
export const asideOf = (context: StepContext, which: Which): AsideDoor =>
  databaseIn(context, which).aside({ run: context.run, hop: which.hop });
