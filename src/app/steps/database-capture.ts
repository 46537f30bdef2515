import { z } from 'zod';
import { dumpPart } from '../../core/plan/room.ts';
import { captureOnce } from './capture-once.ts';
import type { StepContext } from './context.ts';
import { refuseFullHost, roomOf } from './dump-room.ts';
import { keptFiles } from './kept-files.ts';
import { noteCensus } from './noted-census.ts';
import { noteSchema } from './noted-schema.ts';
import { noteSessions } from './noted-sessions.ts';
import { noteSlots } from './noted-slots.ts';
import { refuseWriters } from './refuse-stranger.ts';
import { nothingToUndo, type Step } from './step.ts';
import { databaseIn, theDatabase, whichDatabase } from './which-database.ts';

const params = z.strictObject(whichDatabase);

/** @throws BaiupError `run.no-room` */
async function requireRoom(kept: string, which: z.infer<typeof params>, context: StepContext): Promise<void> {
  const door = databaseIn(context, which);
  const room = await door.roomAway(kept);
  if (!room) return;
  const dumps = roomOf([await door.size()]);
  refuseFullHost(room, { what: `the dump of ${theDatabase(which)}`, dumps, left: 'nothing was dumped' });
}

/** Nothing of it goes on where one fails, and is perhaps begun anew. @throws what the first that failed says */
async function allEnded(asked: readonly Promise<unknown>[]): Promise<void> {
  const ends = await Promise.allSettled(asked);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** Writes down, over one connection, what the way back and the proofs need to know of the database beside its dump. */
async function note(which: z.infer<typeof params>, context: StepContext): Promise<void> {
  const { hop, database } = which;
  const view = await databaseIn(context, which).view();
  try {
    if (database !== undefined) return await noteSchema(which, view, context);
    await allEnded([noteSessions(hop, view, context), noteSlots(hop, view, context)]);
    await allEnded([noteSchema(which, view, context), noteCensus(hop, view, context)]);
  } finally {
    await view.close();
  }
}

/** The database as it is with its writers stopped; going back restores this. */
export const databaseCapture: Step<z.infer<typeof params>> = {
  kind: 'database.capture',
  params,
  title: (which) => `Capture ${theDatabase(which)}`,
  estimate: 0.6,
  probe: async () => 'todo',
  apply: async (which, context) => {
    const { database } = keptFiles(context, which.hop, which.database);
    await captureOnce(which, context);
    await context.room?.give(dumpPart(which));
    await requireRoom(database, which, context);
    const cut = new AbortController();
    const dumping = databaseIn(context, which).dump(database, AbortSignal.any([context.signal, cut.signal]));
    // Nothing is given up, and perhaps begun anew, while the dump is still being written.
    await allEnded([
      refuseWriters(which.database, context).catch((error: unknown) => {
        cut.abort();
        throw error;
      }),
      dumping,
      note(which, context),
    ]);
    return dumping;
  },
  verify: async () => undefined,
  undo: nothingToUndo,
  isKept: async (which, context) =>
    databaseIn(context, which).keeps(keptFiles(context, which.hop, which.database).database),
};
