import { z } from 'zod';
import type { DatabaseSession } from '../../core/cluster/database-session.ts';
import { endStatement, isAtWork } from '../../core/cluster/session-words.ts';
import { othersSchema } from '../../core/plan/others.ts';
import { durationText } from '../../lib/duration.ts';
import { BaiupError } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import type { ContextDatabase, StepContext } from './context.ts';
import { othersEnded } from './others-ended.ts';
import { nothingToUndo, type Step } from './step.ts';
import { namedWithLocks, othersStay, stayed, waitedFor, waitForOthers } from './wait-for-others.ts';
import { databaseIn, theDatabase, whichDatabase } from './which-database.ts';

const params = othersSchema.extend({
  ...whichDatabase,
  /** The database gets another name next, for which every session at it has to end. */
  aside: z.literal(true).optional(),
});
type Params = z.infer<typeof params>;

const everyMs = 250;
/** Milliseconds until an ended session has gone: the server rolls its transaction back by marking it, not by undoing it. */
const goneTimeoutMs = 5_000;
/** Some programs connect again at once. */
const rounds = 3;

const unchanged = (given: Params): string => `nothing was changed in ${theDatabase(given)}`;

const stay = (given: Params, what: string, left: readonly DatabaseSession[]): BaiupError =>
  stayed(given, what, left, unchanged(given));

function mayNot(given: Params, refused: readonly DatabaseSession[]): BaiupError {
  return new BaiupError(
    'others.unendable',
    `the role of cluster.yaml may not end sessions at ${theDatabase(given)}: ${refused.map(namedWithLocks).join('; ')}`,
    {
      left: unchanged(given),
      hint: `as a superuser: ${refused.map(endStatement).join(' ')}   Or let the role do it: GRANT pg_signal_backend TO ROLE; sessions of superusers only a superuser ends`,
    },
  );
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
      code: othersStay,
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
  title: (given) => {
    const until = waitedFor[given.policy](theDatabase(given));
    const next = given.policy === 'end' ? 'end their sessions' : 'go back';
    return `Wait up to ${durationText(given.seconds)} ${until}, then ${next}`;
  },
  estimate: 0.1,
  waits: 'throughout',
  probe: async () => 'todo',
  apply: async (given, context) => {
    const door = databaseIn(context, given);
    const inTheWay = async () => {
      const found = await door.others();
      return given.policy === 'refuse' ? found : found.filter(isAtWork);
    };
    const left = await waitForOthers(given, inTheWay, { everyMs, signal: context.signal });
    if (left.length > 0 && given.policy !== 'end') {
      const what = `other programs were still at ${theDatabase(given)} after ${durationText(given.seconds)}`;
      throw stay(given, what, left);
    }
    if (given.policy === 'end' || given.aside) await endAll(given, door, context);
    const names = await othersEnded(given, context).names();
    const idle = await door.others();
    return {
      ...(names.length > 0 ? { ended: names } : {}),
      ...(idle.length > 0 ? { stayed: idle.map(namedWithLocks) } : {}),
    };
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
