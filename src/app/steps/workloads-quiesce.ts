import { z } from 'zod';
import { BaiupError } from '../../lib/errors.ts';
import { shortList } from '../../lib/short-list.ts';
import type { StepContext } from './context.ts';
import { giveBackIntake, withoutNote } from './give-back-intake.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import { keptIntake, notedIntake, noteIntake } from './noted-intake.ts';
import { clusterData, type Step } from './step.ts';
import { lostWhileWaiting, waitingOf } from './waiting-sessions.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  /** Whether going back after the hop restores the database: it then finds agents as they are while sessions are drained. */
  restoresData: z.boolean(),
});

/** Agents that take sessions though the run has not seen them before. */
export async function shutNewAgents(hop: number, context: StepContext): Promise<void> {
  const noted = await notedIntake(hop, context);
  if (noted === undefined) return;
  const { schedulable } = await context.database.intake();
  const known = new Set(noted.agents);
  const found = schedulable.filter((id) => !known.has(id));
  if (found.length === 0) return;
  await noteIntake(hop, context, { agents: found });
  await context.database.setSchedulable(found, false);
}

/** Whether all that the run has kept from beginning things is still kept from it. */
async function isQuiet(hop: number, context: StepContext): Promise<boolean> {
  if ((await keptIntake(hop, context))?.status === undefined) return false;
  const { schedulable } = await context.database.intake();
  return schedulable.length === 0 && (await context.configStore.managerStatus()) === 'frozen';
}

/**
 * Nothing new begins: the managers are frozen, and agents take no sessions, because frozen managers still begin those
 * that wait. It is done in etcd and in the database, where the managers look, so that it can be given back while none
 * of them answers.
 */
export const workloadsQuiesce: Step<z.infer<typeof params>> = {
  kind: 'workloads.quiesce',
  params,
  title: () => 'Freeze the managers and keep agents from taking sessions',
  estimate: 1,
  probe: async ({ hop }, context) => ((await isQuiet(hop, context)) ? 'done' : 'todo'),
  apply: async ({ hop }, context) => {
    const { database, configStore } = context;
    const status = (await configStore.managerStatus()) ?? 'running';
    const { schedulable } = await database.intake();
    const waiting = waitingOf(await database.sessions());
    const noted = await noteIntake(hop, context, { status, agents: [...schedulable], waiting });
    await configStore.setManagerStatus('frozen');
    await database.setSchedulable(schedulable, false);
    return { status: noted.status, agents: noted.agents.length, waiting: waiting.length };
  },
  verify: async ({ hop }, { configStore, database, runFolder }) => {
    const noted = new Set((await notedIntake(hop, { runFolder }))?.agents);
    const { schedulable } = await database.intake();
    const still = schedulable.filter((id) => noted.has(id));
    const status = await configStore.managerStatus();
    if (status === 'frozen' && still.length === 0) return;
    const what =
      status === 'frozen' ? `${shortList(still)} still take sessions` : `the managers are ${status}`;
    throw new BaiupError('workloads.not-quiet', `another program works against the drain: ${what}`);
  },
  isKept: ({ hop }, context) => keptFile.isThere(keptFiles(context, hop).intake),
  undo: async ({ hop, restoresData }, context) => {
    const kept = await keptIntake(hop, context, { again: restoresData });
    const unknown = await withoutNote(hop, context);
    if (!kept) return unknown.length > 0 ? { left: unknown } : undefined;
    const lost = await lostWhileWaiting(kept, context);
    const { gave, left } = await giveBackIntake(kept, context);
    return { gave, left: [...unknown, ...left], ...lost };
  },
  data: () => clusterData,
  notUndone: () => 'the managers are frozen, or agents take no sessions',
};
