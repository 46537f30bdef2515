import { z } from 'zod';
import type { DatabaseSession } from '../../core/cluster/database-session.ts';
import { endStatement, isAtWork, sessionLocks, sessionName } from '../../core/cluster/session-words.ts';
import { type OthersPolicy, othersSchema } from '../../core/plan/others.ts';
import { durationText } from '../../lib/duration.ts';
import { BaiupError } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import type { ContextDatabase, StepContext } from './context.ts';
import { othersEnded } from './others-ended.ts';
import { nothingToUndo, type Step } from './step.ts';
import { databaseIn, theDatabase, whichDatabase } from './which-database.ts';

const params = othersSchema.extend({
  ...whichDatabase,
  /** The database gets another name next, for which every session at it has to end. */
  aside: z.literal(true).optional(),
});
type Params = z.infer<typeof params>;

const then: Readonly<Record<OthersPolicy, (what: string) => string>> = {
  wait: (what) => `for transactions of other programs at ${what} to end, then go back`,
  end: (what) => `for transactions of other programs at ${what} to end, then end their sessions`,
  refuse: (what) => `for other programs to leave ${what}, then go back`,
};

const everyMs = 250;
const deadlineCode = 'others.stay';
/** Milliseconds until an ended session has gone: the server rolls its transaction back by marking it, not by undoing it. */
const goneTimeoutMs = 5_000;
/** Some programs connect again at once. */
const rounds = 3;

const named = (session: DatabaseSession): string =>
  session.locks.length === 0 ? sessionName(session) : `${sessionName(session)} with ${sessionLocks(session)}`;

function stay(given: Params, what: string, left: readonly DatabaseSession[]): BaiupError {
  const otherwise = given.policy === 'end' ? '' : ', or have baiup end them: baiup plan … --others end';
  return new BaiupError(deadlineCode, `${what}: ${left.map(named).join('; ')}`, {
    left: `nothing was changed in ${theDatabase(given)}`,
    hint: `end them, and keep them away until the upgrade is done: ${left.map(endStatement).join(' ')}   Or wait longer: --others-for${otherwise}`,
  });
}

function mayNot(given: Params, refused: readonly DatabaseSession[]): BaiupError {
  return new BaiupError(
    'others.unendable',
    `the role of cluster.yaml may not end sessions at ${theDatabase(given)}: ${refused.map(named).join('; ')}`,
    {
      left: `nothing was changed in ${theDatabase(given)}`,
      hint: `as a superuser: ${refused.map(endStatement).join(' ')}   Or let the role do it: GRANT pg_signal_backend TO ROLE; sessions of superusers only a superuser ends`,
    },
  );
}

/** @returns those that are still in the way at the deadline */
async function waited(given: Params, door: ContextDatabase, signal: AbortSignal): Promise<DatabaseSession[]> {
  let left: DatabaseSession[] | undefined;
  try {
    await waitFor(
      async () => {
        const found = await door.others();
        left = given.policy === 'refuse' ? [...found] : found.filter(isAtWork);
        return left.length === 0 ? true : undefined;
      },
      {
        what: `other programs to leave ${theDatabase(given)}`,
        code: deadlineCode,
        timeoutMs: given.seconds * 1000,
        everyMs: Math.min(everyMs, given.seconds * 1000),
        signal,
        trouble: () => left?.map(named).join('; '),
      },
    );
    return [];
  } catch (error) {
    if (left !== undefined && error instanceof BaiupError && error.code === deadlineCode) return left;
    throw error;
  }
}

/**
 * Ends every session of others that is there, and again those that connect anew.
 * @throws BaiupError `others.unendable`, `others.stay`
 */
async function endAll(given: Params, door: ContextDatabase, context: StepContext): Promise<void> {
  const ended = othersEnded(given, context);
  for (let round = 0; round < rounds; round += 1) {
    const found = await door.others();
    // A prepared transaction has no session: only its owner knows whether it may be rolled back.
    const prepared = found.filter(({ pid }) => pid === 0);
    if (prepared.length > 0) throw stay(given, `${theDatabase(given)} has prepared transactions`, prepared);
    if (found.length === 0) return;
    await ended.note(found);
    const refused = await door.endOthers(found);
    if (refused.length > 0) throw mayNot(given, refused);
    const pids = new Set(found.map(({ pid }) => pid));
    await waitFor(async () => ((await door.others()).some(({ pid }) => pids.has(pid)) ? undefined : true), {
      what: `ended sessions to leave ${theDatabase(given)}`,
      code: deadlineCode,
      timeoutMs: goneTimeoutMs,
      everyMs: 20,
      signal: context.signal,
    });
  }
  const again = (await door.others()).filter(isAtWork);
  if (again.length > 0)
    throw stay(given, `programs come back to ${theDatabase(given)} as they are ended`, again);
}

/** Nobody else works at a database that is about to be captured and migrated. */
export const othersLeave: Step<Params> = {
  kind: 'others.leave',
  params,
  title: (given) => `Wait up to ${durationText(given.seconds)} ${then[given.policy](theDatabase(given))}`,
  estimate: 0.1,
  waits: 'throughout',
  probe: async () => 'todo',
  apply: async (given, context) => {
    const door = databaseIn(context, given);
    const left = await waited(given, door, context.signal);
    if (left.length > 0 && given.policy !== 'end') {
      const what = `other programs were still at ${theDatabase(given)} after ${durationText(given.seconds)}`;
      throw stay(given, what, left);
    }
    if (given.policy === 'end' || given.aside) await endAll(given, door, context);
    const names = await othersEnded(given, context).names();
    const idle = await door.others();
    return {
      ...(names.length > 0 ? { ended: names } : {}),
      ...(idle.length > 0 ? { stayed: idle.map(named) } : {}),
    };
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
