import { z } from 'zod';
import { membersOf } from './members-of.ts';
import { nothingToUndo, type Step } from './step.ts';
import { whileAlive } from './while-alive.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  /** Why no session can be tried; it is then only said. */
  skipped: z.string().optional(),
});

/** A session asked for through the API runs on an agent, is used, and ends. Green health endpoints prove less. */
export const sessionProve: Step<z.infer<typeof params>> = {
  kind: 'session.prove',
  params,
  title: ({ skipped }) =>
    skipped === undefined ? 'A session starts, is used, and ends' : `No session is tried: ${skipped}`,
  estimate: 5,
  probe: async () => 'todo',
  apply: async ({ hop, skipped }, context) => {
    if (skipped !== undefined) return { skipped };
    const needs = [membersOf(context.inventory, 'manager'), membersOf(context.inventory, 'agent')];
    return whileAlive('no session can start and end', needs, context, (signal) =>
      context.proveSession(`baiup-proof-${hop}`, signal),
    );
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
