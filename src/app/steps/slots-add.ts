import { z } from 'zod';
import { BaiupError } from '../../lib/errors.ts';
import { shortList } from '../../lib/short-list.ts';
import type { StepContext } from './context.ts';
import { restoreCaptured } from './restore-captured.ts';
import { clusterData, type Step } from './step.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  slots: z.array(z.strictObject({ name: z.string().min(1), type: z.string().min(1) })).min(1),
});
type Params = z.infer<typeof params>;

async function lackingIn({ slots }: Params, { database }: StepContext): Promise<string[]> {
  const { registered = [] } = await database.slots();
  return slots.map(({ name }) => name).filter((name) => !registered.includes(name));
}

/**
 * Adds the cluster's slots to the table that a migration has made, before agents start: the migration itself takes only
 * those of agents that are ALIVE, and they are stopped.
 */
export const slotsAdd: Step<Params> = {
  kind: 'slots.add',
  params,
  title: ({ slots }) => `Add the slots ${shortList(slots.map(({ name }) => name))} to resource_slot_types`,
  estimate: 0.1,
  probe: async (given, context) => ((await lackingIn(given, context)).length === 0 ? 'done' : 'todo'),
  apply: async ({ slots }, { database }) => {
    await database.addSlotTypes(slots);
  },
  verify: async (given, context) => {
    const lacking = await lackingIn(given, context);
    if (lacking.length === 0) return;
    throw new BaiupError('slots.not-added', `resource_slot_types lacks ${lacking.join(', ')}`);
  },
  undo: restoreCaptured,
  data: () => clusterData,
  notUndone: () => 'the database is not restored',
  undoKey: () => 'restore',
};
