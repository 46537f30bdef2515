import { z } from 'zod';
import type { LiveSession } from '../../core/cluster/live-session.ts';
import { type DrainPolicy, drainSchema, policyFor } from '../../core/workloads/drain.ts';
import { isOfEndpoint, isUnderWay, sessionText } from '../../core/workloads/drained-sessions.ts';
import { sessionStage } from '../../core/workloads/session-stage.ts';
import { durationText } from '../../lib/duration.ts';
import { BaiupError } from '../../lib/errors.ts';
import { visible } from '../../lib/visible.ts';
import { waitFor } from '../../lib/wait.ts';
import { atDeadline } from './at-deadline.ts';
import type { StepContext } from './context.ts';
import { drainAsked } from './drain-asked.ts';
import { drainUntil } from './drain-until.ts';
import { membersOf } from './members-of.ts';
import { notedIntake } from './noted-intake.ts';
import { refuseGuarded } from './refuse-guarded.ts';
import { nothingToUndo, type Step } from './step.ts';
import { whileAlive } from './while-alive.ts';
import { shutNewAgents } from './workloads-quiesce.ts';

const params = drainSchema.extend({
  hop: z.int().positive(),
  /** `users`: all but sessions of endpoints. `asked`: the same, once the operator has decided. `rest`: all that is left. */
  part: z.enum(['users', 'asked', 'rest']),
});
type DrainParams = z.infer<typeof params>;

const then: Readonly<Record<DrainPolicy, string>> = {
  wait: 'go back if some are left',
  ask: 'ask what becomes of those that are left',
  end: 'end those that are left',
  force: 'end those that are left, by force if they refuse',
  'give-up': 'leave those that are left as they are',
};

function title({ policy, kinds = {}, labels = {}, seconds, part }: DrainParams): string {
  const what = part === 'rest' ? 'sessions of endpoints and what is on its way' : 'sessions';
  const own = [
    ...Object.entries(labels).map(([label, each]) => `; label ${visible(label)}: ${then[each]}`),
    ...Object.entries(kinds).map(([kind, each]) => `; ${kind}: ${then[each]}`),
  ];
  return `Wait up to ${durationText(seconds)} for ${what} to end, then ${then[policy]}${own.join('')}`;
}

/** Those that are waited for: of the sessions that are given up, after their time, only those on their way. */
async function inTheWay(given: DrainParams, { database }: StepContext): Promise<LiveSession[]> {
  const found = (await database.sessions()).filter(isUnderWay);
  if (given.part === 'users') return found.filter((each) => !isOfEndpoint(each));
  const isGivenUp = (each: LiveSession) =>
    policyFor(given, each) === 'give-up' && sessionStage(each.status) === 'running';
  return found.filter((each) => !isGivenUp(each) && (given.part === 'rest' || !isOfEndpoint(each)));
}

const everyMs = 1000;
const deadlineCode = 'drain.waited';

/** @returns whether all have ended. @throws BaiupError `service.ended` where no manager lives */
async function ended(given: DrainParams, context: StepContext): Promise<boolean> {
  let left: readonly LiveSession[] | undefined;
  // One that is damaged is no reason to wait until the deadline.
  await notedIntake(given.hop, context);
  const timeoutMs = await drainUntil(given, context);
  const managers = membersOf(context.inventory, 'manager');
  try {
    return await whileAlive('sessions do not end by themselves', [managers], context, (signal) =>
      waitFor(
        async () => {
          await shutNewAgents(given.hop, context);
          left = await inTheWay(given, context);
          return left.length === 0 ? true : undefined;
        },
        {
          what: 'sessions to end',
          code: deadlineCode,
          timeoutMs,
          everyMs: Math.min(everyMs, Math.max(10, timeoutMs)),
          signal,
          trouble: () => (left === undefined ? undefined : `${left.length} have not ended`),
        },
      ),
    );
  } catch (error) {
    // Where nobody could be asked, it is the database that is told of.
    if (left !== undefined && error instanceof BaiupError && error.code === deadlineCode) return false;
    throw error;
  }
}

/** Sessions end by themselves, or a policy decides at the deadline. Nothing may be on its way when a manager stops. */
export const workloadsDrain: Step<DrainParams> = {
  kind: 'workloads.drain',
  params,
  title,
  estimate: 1,
  waits: 'throughout',
  stopsWhenAsked: true,
  probe: async () => 'todo',
  apply: async (given, context) => {
    await refuseGuarded(context);
    const { seconds } = given;
    const began = (await inTheWay(given, context)).length;
    const asked = drainAsked(given, context);
    const isOver = await ended(given, context);
    const still = () => inTheWay(given, context);
    const policyOf = (each: LiveSession) => policyFor(given, each);
    const left = isOver ? [] : await atDeadline({ policyOf, seconds, still, asked }, context);
    const gone = await asked.ended();
    return {
      sessions: began,
      ...(gone.length > 0 ? { ended: gone } : {}),
      ...(left.length > 0 ? { left: left.map(sessionText) } : {}),
    };
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
