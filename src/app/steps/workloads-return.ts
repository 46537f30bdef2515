import { z } from 'zod';
import { giveBackEndpoints, giveBackIntake, withoutNote } from './give-back-intake.ts';
import { keptIntake, notedIntake, noteIntake } from './noted-intake.ts';
import { nothingToUndo, type Step } from './step.ts';
import { lostWhileWaiting } from './waiting-sessions.ts';

const params = z.strictObject({ hop: z.int().positive() });

/** Managers serve again, agents take sessions again, and endpoints should have their sessions again. */
export const workloadsReturn: Step<z.infer<typeof params>> = {
  kind: 'workloads.return',
  params,
  title: () => 'Let sessions begin again, and give endpoints their replicas back',
  estimate: 1,
  probe: async ({ hop }, context) => ((await notedIntake(hop, context))?.returned ? 'done' : 'todo'),
  apply: async ({ hop }, context) => {
    const kept = await keptIntake(hop, context);
    const unknown = await withoutNote(hop, context);
    if (kept === undefined) return unknown.length > 0 ? { left: unknown } : undefined;
    const lost = await lostWhileWaiting(kept, context);
    const intake = await giveBackIntake(kept, context);
    const endpoints = await giveBackEndpoints(kept, context);
    await noteIntake(hop, context, { returned: true });
    const left = [...unknown, ...intake.left, ...endpoints.left];
    return { gave: [...intake.gave, ...endpoints.gave], left, ...lost };
  },
  verify: async () => undefined,
  // What it gave back is taken away by nobody on the way back: sessions that began since are ended before.
  undo: nothingToUndo,
};
