import { z } from 'zod';
import { runAnnouncement } from './announcement.ts';
import { clusterData, type Step } from './step.ts';

const params = z.strictObject({ hop: z.int().positive() });

/** Writes down, in the journal as well, what the announcement says before a run changes it. */
export const announcementNote: Step<z.infer<typeof params>> = {
  kind: 'announcement.note',
  params,
  title: () => 'Note the announcement that users read',
  estimate: 0.1,
  probe: async (_params, context) => ((await runAnnouncement(context).isActive()) ? 'done' : 'todo'),
  apply: async (_params, context) => runAnnouncement(context).keep(),
  verify: async () => undefined,
  undo: async (_params, context) => ({ announcement: await runAnnouncement(context).giveBack() }),
  undoKey: () => 'give the announcement back',
  data: () => clusterData,
  notUndone: () => 'users may still read the announcement of the run',
};
