import { z } from 'zod';
import { messageOf } from '../../lib/errors.ts';
import { announcedNow } from './announced-now.ts';
import { runAnnouncement } from './announcement.ts';
import type { StepContext } from './context.ts';
import { clusterData, type Step } from './step.ts';

const params = z.strictObject({ hop: z.int().positive(), from: z.string(), to: z.string() });
type Params = z.infer<typeof params>;

/** What an upgrade is not taken back for, and going back is not held up by: it is told. */
const orTold = (act: () => Promise<unknown>): Promise<unknown> =>
  act().catch((error: unknown) => ({ announcement: 'failed', why: messageOf(error) }));

/** A hop that was done is taken back: what users read by now is kept again, before services stop. */
async function announceReturn(ends: Params, context: StepContext): Promise<unknown> {
  const announcement = runAnnouncement(context);
  const before = await announcement.keep();
  const text = await announcedNow(context, { ...ends, moment: 'returning' });
  const said = await announcement.say(text);
  return said === 'said' ? { before, announced: text } : { before, announcement: said };
}

/** Gives users the announcement back that they read before. Its undo announces that the cluster goes back. */
export const announcementEnd: Step<Params> = {
  kind: 'announcement.end',
  params,
  title: () => 'Give the announcement of before back',
  estimate: 0.1,
  probe: async (_params, context) => ((await runAnnouncement(context).isOver()) ? 'done' : 'todo'),
  apply: async (_params, context) =>
    orTold(async () => {
      const announcement = runAnnouncement(context);
      await announcement.mustBeKept();
      return { announcement: await announcement.giveBack() };
    }),
  verify: async () => undefined,
  undo: async (ends, context) => orTold(() => announceReturn(ends, context)),
  data: () => clusterData,
  notUndone: () => 'users are not told that the cluster goes back',
};
