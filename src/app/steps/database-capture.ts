import { z } from 'zod';
import { dumpPart } from '../../core/plan/room.ts';
import { allEnded } from '../../lib/all-ended.ts';
import { captureOnce } from './capture-once.ts';
import type { StepContext } from './context.ts';
import { refuseFullHost, roomOf } from './dump-room.ts';
import { keptFiles } from './kept-files.ts';
import { noteDatabase } from './note-database.ts';
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

/** Writes down, over one connection, what the way back and the proofs need to know of it beside its dump. */
const note = async (which: z.infer<typeof params>, context: StepContext): Promise<void> =>
  noteDatabase(which, await databaseIn(context, which).view(), context);

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
