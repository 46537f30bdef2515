import type { DatabaseView } from '../../io/database/hold-view.ts';
import { allEnded } from '../../lib/all-ended.ts';
import type { StepContext } from './context.ts';
import { noteCensus } from './noted-census.ts';
import { noteSchema } from './noted-schema.ts';
import { noteSessions } from './noted-sessions.ts';
import { noteSlots } from './noted-slots.ts';

interface Which {
  readonly hop: number;
  readonly database?: string | undefined;
}

/**
 * Writes down, over one connection, what the way back and the proofs need to know of the database beside its capture.
 * @param view closed at the end
 */
export async function noteDatabase(which: Which, view: DatabaseView, context: StepContext): Promise<void> {
  const { hop, database } = which;
  try {
    if (database !== undefined) return await noteSchema(which, view, context);
    await allEnded([noteSessions(hop, view, context), noteSlots(hop, view, context)]);
    await allEnded([noteSchema(which, view, context), noteCensus(hop, view, context)]);
  } finally {
    await view.close();
  }
}
