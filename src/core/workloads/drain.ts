import { z } from 'zod';
import { longestDuration } from '../../lib/duration.ts';

/**
 * What becomes of sessions that still run at the deadline of a drain. `wait`: the run goes back. `ask`: the operator
 * decides. `end`: they are asked to end. `force`: those that do not are forced. `give-up`: they are left as they are.
 */
export const drainPolicies = ['wait', 'ask', 'end', 'force', 'give-up'] as const;
export type DrainPolicy = (typeof drainPolicies)[number];

const policy = z.enum(drainPolicies);

export const drainSchema = z.strictObject({
  policy,
  /** For sessions of some kinds another one: `{batch: 'wait'}`. */
  kinds: z.record(z.string().regex(/^[a-z]+$/), policy.exclude(['ask'])).optional(),
  /** How long sessions may take to end by themselves. */
  seconds: z.number().positive().max(longestDuration),
});
export type Drain = z.infer<typeof drainSchema>;
