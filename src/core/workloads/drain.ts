import { z } from 'zod';
import { longestDuration } from '../../lib/duration.ts';

/**
 * What becomes of sessions that still run at the deadline of a drain. `wait`: the run goes back. `ask`: the operator
 * decides. `end`: they are asked to end. `force`: those that do not are forced. `give-up`: they are left as they are.
 */
export const drainPolicies = ['wait', 'ask', 'end', 'force', 'give-up'] as const;
export type DrainPolicy = (typeof drainPolicies)[number];

const policy = z.enum(drainPolicies);
const own = policy.exclude(['ask']);

export const drainSchema = z.strictObject({
  policy,
  /** For sessions of some kinds another one: `{batch: 'wait'}`. */
  kinds: z.record(z.string().regex(/^[a-z]+$/), own).optional(),
  /** The same for sessions of some labels, before that of their kind: `{nightly: 'give-up'}`. */
  labels: z.record(z.string().min(1), own).optional(),
  /** How long sessions may take to end by themselves. */
  seconds: z.number().positive().max(longestDuration),
});
export type Drain = z.infer<typeof drainSchema>;

const inference = 'inference';

/**
 * What becomes of a session that is left: what its label says, else its kind, else the policy of all. Those of endpoints
 * go by their kind alone: managers end all of them once the endpoint should have none.
 */
export function policyFor(
  { policy: ofAll, kinds = {}, labels = {} }: Drain,
  { kind = '', label = '' }: { readonly kind?: string | undefined; readonly label?: string | undefined },
): DrainPolicy {
  const own = Object.entries(kind === inference ? {} : labels);
  const named = own.find(([each]) => each.toLowerCase() === label.toLowerCase());
  return named?.[1] ?? Object.entries(kinds).find(([each]) => each === kind)?.[1] ?? ofAll;
}

/** Whether endpoints are scaled down, so that managers end their sessions. */
export const restsEndpoints = (drain: Drain): boolean => policyFor(drain, { kind: inference }) !== 'give-up';
