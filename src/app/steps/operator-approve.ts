import { z } from 'zod';
import type { LiveSession } from '../../core/cluster/live-session.ts';
import { type Drain, drainSchema, policyFor } from '../../core/workloads/drain.ts';
import { isOfEndpoint, isUnderWay } from '../../core/workloads/drained-sessions.ts';
import type { StepContext } from './context.ts';
import { notedProofs } from './noted-proofs.ts';
import { nothingToUndo, type Step } from './step.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  /** The rule that asks for it. */
  rule: z.string(),
  /** What to do, in a few words, and how. */
  what: z.string(),
  how: z.string(),
  /** One that may be left out is also accepted by `--yes`. */
  optional: z.boolean(),
  /** Of one that asks about sessions: which of them. */
  drain: drainSchema.optional(),
});

/** Not a release's, but a drain's: what becomes of sessions that still run at its deadline. */
export const leftSessions = 'workloads.left';

/** Not a release's either: what becomes of an upgrade where no session starts already before the stop. */
export const failedProof = 'proof.failed';

const hasFailed = async (hop: number, context: StepContext): Promise<boolean> =>
  (await notedProofs(hop, context))?.proofs.some(({ trouble }) => trouble !== undefined) ?? false;

/** Whether a session is the operator's to decide about: of others it is known what becomes of them. */
const isAskedAbout =
  (drain: Drain | undefined) =>
  (session: LiveSession): boolean =>
    isUnderWay(session) &&
    (drain === undefined || (!isOfEndpoint(session) && policyFor(drain, session) === 'ask'));

/**
 * A manual step: something that a release asks of its operator and that nobody else can do. The run waits for the
 * approval, and the journal keeps who gave it. Going back does not undo manual steps.
 */
export const operatorApprove: Step<z.infer<typeof params>> = {
  kind: 'operator.approve',
  params,
  title: ({ what, optional }) => `Manual step${optional ? ', optional' : ''}: ${what}`,
  estimate: 60,
  asks: ({ how }) => how,
  asksIf: async ({ hop, rule, drain }, context) => {
    if (rule === failedProof) return hasFailed(hop, context);
    return rule !== leftSessions || (await context.database.sessions()).some(isAskedAbout(drain));
  },
  probe: async () => 'todo',
  apply: async () => undefined,
  verify: async () => undefined,
  undo: nothingToUndo,
};
