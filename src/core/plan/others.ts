import { z } from 'zod';
import { longestDuration } from '../../lib/duration.ts';

/**
 * What becomes of other programs at a database that is migrated. `wait`: the hop is given up where a transaction of theirs
 * does not end; those that are in none stay. `end`: their sessions are ended. `refuse`: the hop is given up as long as one is there.
 */
export const othersPolicies = ['wait', 'end', 'refuse'] as const;
export type OthersPolicy = (typeof othersPolicies)[number];

export const othersSchema = z.strictObject({
  policy: z.enum(othersPolicies),
  /** How long they are waited for before the stop; inside it shorter, because only those that came since are new. */
  seconds: z.number().positive().max(longestDuration),
});
export type Others = z.infer<typeof othersSchema>;

/** Unless the operator says otherwise; a migration waits as long for a lock. */
export const usualOthers: Others = { policy: 'wait', seconds: 15 };
