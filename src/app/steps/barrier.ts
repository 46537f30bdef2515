import { z } from 'zod';
import { barrierKind } from '../../core/plan/barrier.ts';
import { nothingToUndo, type Step } from './step.ts';

const params = z.strictObject({
  /** What is so once everything that it waits for is done. */
  what: z.string(),
});

/**
 * Where many steps wait for many: each waits for the one barrier, and the barrier for all the others. It does nothing,
 * and nothing is told of it.
 */
export const barrier: Step<z.infer<typeof params>> = {
  kind: barrierKind,
  params,
  title: ({ what }) => what,
  estimate: 0,
  probe: async () => 'done',
  apply: async () => undefined,
  verify: async () => undefined,
  undo: nothingToUndo,
};
