import { type LiveSession, sessionsSince } from '../../core/cluster/live-session.ts';
import { type LostSession, type Settled, settled } from '../../core/run/lost-session.ts';
import { settledSoFar } from '../../core/run/settled-so-far.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { keptDocument } from './kept-document.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import { membersOf } from './members-of.ts';
import { notedSessions } from './noted-sessions.ts';
import { whileAlive } from './while-alive.ts';

const nothing: Settled = { givenUp: [], endedSince: [] };

const notEnded = (session: LiveSession): LostSession => ({ ...session, ended: false });

/** Lets nothing new begin. @returns why nothing can be asked of the manager, where it does not answer */
async function silence({ freeze, signal }: StepContext): Promise<string | undefined> {
  try {
    await freeze(signal);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof BaiupError && error.code !== 'api.unreachable' ? undefined : messageOf(error);
  }
}

/** Ends sessions where the manager answers. @returns all of them, and why some may not have been ended */
async function endAll(
  sessions: readonly LiveSession[],
  context: StepContext,
): Promise<{ readonly sessions: readonly LostSession[]; readonly trouble?: string }> {
  if (sessions.length === 0) return { sessions: [] };
  try {
    const managers = membersOf(context.inventory, 'manager');
    const found = await whileAlive('sessions cannot be ended', [managers], context, (signal) =>
      context.endSessions(sessions, signal),
    );
    const left = new Set(found.map(({ id }) => id));
    return { sessions: sessions.map((each) => ({ ...each, ended: !left.has(each.id) })) };
  } catch (error) {
    context.signal.throwIfAborted();
    return { sessions: sessions.map(notEnded), trouble: messageOf(error) };
  }
}

/** What became of sessions already. @throws BaiupError `sessions.note-damaged` */
export const settledIn = (file: string): Promise<Settled | undefined> =>
  keptDocument(
    file,
    settled,
    (cause) =>
      new BaiupError('sessions.note-damaged', `${file} no longer tells what became of sessions`, {
        hint: 'see with baiup workloads which sessions have no container any more, and end them',
        cause,
      }),
  );

/**
 * While the newer release still runs: ends the sessions that began on it. The restored database does not know them, so
 * their containers would run on unseen. No new session may begin meanwhile.
 */
export async function giveUpSessions(hop: number, context: StepContext): Promise<Settled> {
  const noted = await notedSessions(hop, context);
  if (!noted) return { ...nothing, trouble: 'the sessions that ran at the stop were not recorded' };
  const file = keptFiles(context, hop).settled;
  // What it told is in the journal as well: sessions are ended all the same.
  const before = await settledIn(file).catch(() => undefined);
  const trouble = await silence(context);
  const { begun, ended } = sessionsSince(noted, await context.database.sessions());
  const given =
    trouble === undefined ? await endAll(begun, context) : { sessions: begun.map(notEnded), trouble };
  const found: Settled = {
    givenUp: settledSoFar(before, { ...nothing, givenUp: given.sessions }).givenUp,
    endedSince: ended.map(notEnded),
    ...(given.trouble && begun.length > 0 ? { trouble: given.trouble } : {}),
  };
  await keptFile.write(file, JSON.stringify(found));
  return found;
}

/**
 * Once the old release runs again: ends the sessions that had ended on the newer one, which the restored database
 * believes to run.
 */
export async function endAgain(hop: number, context: StepContext): Promise<Settled | undefined> {
  const { endedSince } = (await settledIn(keptFiles(context, hop).settled)) ?? nothing;
  if (endedSince.length === 0) return undefined;
  const live = new Map((await context.database.sessions()).map((session) => [session.id, session]));
  const still = endedSince.flatMap(({ id }) => live.get(id) ?? []);
  const { sessions, trouble } = await endAll(still, context);
  const open = new Set(sessions.filter(({ ended }) => !ended).map(({ id }) => id));
  return {
    givenUp: [],
    endedSince: endedSince.map((each) => ({ ...each, ended: !open.has(each.id) })),
    ...(trouble ? { trouble } : {}),
  };
}

/**
 * Once the old release runs again beside a database that stayed as it was: ends the sessions that began on the newer
 * release on an agent which could not be given their kernels.
 */
export async function endForgotten(
  hop: number,
  forgetful: readonly string[],
  context: StepContext,
): Promise<Settled> {
  const noted = await notedSessions(hop, context);
  if (!noted) return { ...nothing, trouble: 'the sessions that ran at the stop were not recorded' };
  const { begun } = sessionsSince(noted, await context.database.sessions());
  const { sessions, trouble } = await endAll(
    begun.filter(({ agents }) => agents.some((agent) => forgetful.includes(agent))),
    context,
  );
  return { givenUp: sessions, endedSince: [], ...(trouble ? { trouble } : {}) };
}
