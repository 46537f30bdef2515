import { z } from 'zod';
import { type Slot, slotsLacking } from '../../core/cluster/slots.ts';
import type { DatabaseView } from '../../io/database/hold-view.ts';
import { observeSlots } from '../discovery/observe-slots.ts';
import type { StepContext } from './context.ts';
import { damagedDocument, keptDocument } from './kept-document.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';

const slotsSchema = z.object({
  slots: z.array(
    z.object({ name: z.string(), type: z.string(), count: z.number(), agents: z.array(z.string()) }),
  ),
  registered: z.array(z.string()).optional(),
});

/** Writes down the slots of agents in any state, and of etcd, as the old release leaves them. */
export async function noteSlots(
  hop: number,
  view: Pick<DatabaseView, 'slots'>,
  context: StepContext,
): Promise<void> {
  const found = await observeSlots({ database: view, configStore: context.configStore });
  await keptFile.write(keptFiles(context, hop).slots, JSON.stringify(found));
}

/**
 * Slots that had no need of a row at the stop, and have none in the table that refers to them now: their agents will get
 * no capacity, also those that are away.
 */
export async function slotsWithoutType(hop: number, context: StepContext): Promise<readonly Slot[]> {
  const file = keptFiles(context, hop).slots;
  const noted = await keptDocument(
    file,
    slotsSchema,
    damagedDocument(file, 'the slots of agents at the stop'),
  );
  if (noted === undefined) return [];
  const { slots, registered: before } = noted;
  const { registered } = await context.database.slots();
  if (registered === undefined) return [];
  const lackedBefore = new Set(
    before === undefined ? [] : slotsLacking({ slots, registered: before }).map(({ name }) => name),
  );
  return slotsLacking({ slots, registered }).filter(({ name }) => !lackedBefore.has(name));
}
