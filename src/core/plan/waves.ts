import { z } from 'zod';
import { longestDuration } from '../../lib/duration.ts';

/** How many agents turn at once: so many, so much of all, or one resource group after the other. */
const size = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('number'), agents: z.int().positive() }),
  z.strictObject({ by: z.literal('percent'), percent: z.number().positive().max(100) }),
  z.strictObject({
    by: z.literal('group'),
    /** Those that turn first, in this order; the others follow by name. */
    first: z.array(z.string()).readonly(),
  }),
]);

/** What an operator asks for: agents of a minor hop turn in waves, once everything else is proven (`--waves`). */
export const wavesSchema = z.strictObject({
  size,
  /** The agent, or the host, that turns before all others; baiup chooses unless told, and `none` is for no canary. */
  canary: z.string().optional(),
  /** Seconds that each wave is watched before the next one begins. */
  bake: z.number().nonnegative().max(longestDuration),
  /** How many agents of a hop may fail: one more stops the rest. */
  failures: z.int().nonnegative(),
});
export type Waves = z.infer<typeof wavesSchema>;
