import { z } from 'zod';

const killed = z.object({ killed: z.literal(true) });

/** Whether a step's result says that a service did not end when it was asked to. */
export function wasKilled(result: unknown): boolean {
  return killed.safeParse(result).success;
}
