import type { LiveSession } from '../../core/cluster/live-session.ts';
import type { DrainPolicy } from '../../core/workloads/drain.ts';
import { sessionText } from '../../core/workloads/drained-sessions.ts';
import { sessionStage } from '../../core/workloads/session-stage.ts';
import { durationText } from '../../lib/duration.ts';
import { BaiupError } from '../../lib/errors.ts';
import { shortList } from '../../lib/short-list.ts';
import type { StepContext } from './context.ts';
import type { drainAsked } from './drain-asked.ts';
import { membersOf } from './members-of.ts';
import { refuseGuarded } from './refuse-guarded.ts';
import { whileAlive } from './while-alive.ts';

export interface AtDeadline {
  /** What becomes of a session. */
  readonly policyOf: (session: LiveSession) => DrainPolicy;
  readonly seconds: number;
  /** The sessions that are in the way now. */
  readonly still: () => Promise<readonly LiveSession[]>;
  /** Those that are asked to end. */
  readonly asked: ReturnType<typeof drainAsked>;
}

const names = (sessions: readonly LiveSession[]): string => shortList(sessions.map(sessionText));

const left = 'nothing was stopped; what was frozen is given back';

function late(sessions: readonly LiveSession[], seconds: number): BaiupError {
  return new BaiupError(
    'drain.deadline',
    `${sessions.length} sessions have not ended within ${durationText(seconds)}: ${names(sessions)}`,
    { left, hint: 'end them, or make the plan again with --drain end, or with a longer --drain-for' },
  );
}

/** So often sessions that began while others were ended are ended too. */
const mostRounds = 3;

/** Ends sessions, and those that began meanwhile. @throws BaiupError `drain.not-ended`, `workloads.guarded`, `api.*`, `service.ended` */
async function endThem({ policyOf, still, asked }: AtDeadline, context: StepContext): Promise<void> {
  const managers = membersOf(context.inventory, 'manager');
  const tried = new Set<string>();
  for (let round = 0; round < mostRounds; round += 1) {
    const open = await still();
    const toEnd = open.filter((each) => ['end', 'force'].includes(policyOf(each)));
    const fresh = toEnd.filter(({ id }) => !tried.has(id));
    if (fresh.length === 0) break;
    await refuseGuarded(context);
    for (const { id } of fresh) tried.add(id);
    await whileAlive('sessions cannot be ended', [managers], context, async (signal) => {
      // The keys are tried by a call that changes nothing any more: it says why where they are refused.
      await context.freeze(signal);
      await asked.note(fresh);
      for (const forced of [false, true]) {
        const these = fresh.filter((each) => (policyOf(each) === 'force') === forced);
        if (these.length > 0) await context.endSessions(these, signal, { forced });
      }
    });
  }
  const remain = (await still()).filter((each) => ['end', 'force'].includes(policyOf(each)));
  if (remain.length === 0) return;
  const ended = await asked.ended();
  const others = ended.length > 0 ? `. Asked, and ended: ${shortList(ended)}` : '';
  throw new BaiupError('drain.not-ended', `${remain.length} sessions do not end: ${names(remain)}${others}`, {
    left,
    hint: 'look at their agents (baiup status), or make the plan again with --drain force',
  });
}

/**
 * What becomes of sessions that are left at the deadline of a drain.
 * @returns those that are left as they are
 * @throws BaiupError `drain.deadline`, `drain.not-ended`, and those of the manager's API
 */
export async function atDeadline(drain: AtDeadline, context: StepContext): Promise<readonly LiveSession[]> {
  const { policyOf, seconds, still } = drain;
  const open = await still();
  const waits = open.filter((each) => policyOf(each) === 'wait');
  if (waits.length > 0) throw late(waits, seconds);
  await endThem(drain, context);
  const remain = await still();
  // A manager that stops now would leave it so for good; one that is to end by itself may have begun meanwhile.
  const isInTheWay = (each: LiveSession): boolean => {
    const policy = policyOf(each);
    if (policy === 'give-up' || policy === 'ask') return false;
    return policy === 'wait' || sessionStage(each.status) === 'moving';
  };
  const inTheWay = remain.filter(isInTheWay);
  if (inTheWay.length > 0) throw late(inTheWay, seconds);
  return remain;
}
