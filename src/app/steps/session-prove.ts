import { z } from 'zod';
import { nothingToUndo, type Step } from './step.ts';

const params = z.strictObject({ hop: z.int().positive() });

/** A session asked for through the API runs on an agent, is used, and ends. Green health endpoints prove less. */
export const sessionProve: Step<z.infer<typeof params>> = {
  kind: 'session.prove',
  params,
  title: () => 'A session starts, is used, and ends',
  estimate: 5,
  probe: async () => 'todo',
  apply: async ({ hop }, { proveSession, signal }) => proveSession(`baiup-proof-${hop}`, signal),
  verify: async () => undefined,
  undo: nothingToUndo,
};
