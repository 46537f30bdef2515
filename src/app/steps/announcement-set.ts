import { z } from 'zod';
import { BaiupError } from '../../lib/errors.ts';
import { announcedNow } from './announced-now.ts';
import { keptMissing, runAnnouncement } from './announcement.ts';
import { clusterData, type Step } from './step.ts';

const params = z.strictObject({ hop: z.int().positive(), from: z.string(), to: z.string() });

/** Tells users that an upgrade begins, unless another program has changed the announcement since it was noted. */
export const announcementSet: Step<z.infer<typeof params>> = {
  kind: 'announcement.set',
  params,
  title: ({ to }) => `Announce the upgrade to ${to}`,
  estimate: 0.1,
  probe: async (_params, context) => ((await runAnnouncement(context).isSaid()) ? 'done' : 'todo'),
  apply: async (ends, context) => {
    const text = await announcedNow(context, { ...ends, moment: 'before' });
    const said = await runAnnouncement(context).say(text);
    return said === 'said' ? { announced: text } : { left: 'another program has changed the announcement' };
  },
  verify: async () => undefined,
  undo: async (_params, context) => {
    const announcement = runAnnouncement(context);
    const trouble = await announcement.mustBeKept().catch((error: unknown) => error);
    if (trouble instanceof BaiupError && trouble.code === keptMissing)
      return { announcement: 'failed', why: trouble.message };
    return { announcement: await announcement.giveBack() };
  },
  undoKey: () => 'give the announcement back',
  data: () => clusterData,
  notUndone: () => 'users may still read the announcement of the run',
};
