import { setTimeout as delay } from 'node:timers/promises';
import type { LiveSession } from '../../core/cluster/live-session.ts';
import { atMost } from '../../lib/at-most.ts';
import { limiter } from '../../lib/limiter.ts';
import { shortList } from '../../lib/short-list.ts';
import { waiting } from '../../lib/waiting.ts';
import type { ManagerApi } from './manager-api.ts';

export interface EndOptions {
  readonly api: Pick<ManagerApi, 'endSession'>;
  /** The sessions that have not ended, as the database has them. */
  readonly live: () => Promise<readonly Pick<LiveSession, 'id'>[]>;
  /** Milliseconds within which at least one of them ends, when they are asked, and then when they are forced. */
  readonly askedMs?: number;
  readonly forcedMs?: number;
  readonly everyMs?: number;
  /** Milliseconds that a session which is being asked for keeps others from being asked for. */
  readonly slowMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Managers end sessions faster where two are asked for at once than where 16 are: whenever one ends they recount what
 * its agent and its keypair use, in transactions of which all but one begin again. Of 60 sessions of one agent, 57 had
 * ended after 164 s with 16 at once, and three were refused by an error of the server; with two at once, 59 after 26 s
 * and one was refused (24.03.11, on a busy machine). Whoever has not answered after a while, because its agent does not,
 * no longer counts.
 */
const atOnce = 2;
const mostUnderWay = 16;

/** Sessions that were asked for, and those of them whose end a manager has taken on. */
interface Asked {
  readonly tried: Set<string>;
  readonly accepted: Set<string>;
}

/**
 * Ends sessions: asks first, again and again (one that is being prepared refuses), and forces those that are left. As
 * long as some end, or some were not asked for yet, the others have as much time again.
 * @returns those that have not ended; what the manager said of each is not told, only the database knows
 */
export async function endSessions(
  sessions: readonly LiveSession[],
  { api, live, askedMs = 30_000, forcedMs = 15_000, everyMs = 500, slowMs = 5_000, signal }: EndOptions,
): Promise<readonly LiveSession[]> {
  let left = sessions;
  const ask = async (forced: boolean, { tried, accepted }: Asked, forMs: number): Promise<void> => {
    const end = performance.now() + forMs;
    while (left.length > 0 && performance.now() < end) {
      const open = left.filter(({ id }) => !accepted.has(id));
      const [fresh, again] = [
        open.filter(({ id }) => !tried.has(id)),
        open.filter(({ id }) => tried.has(id)),
      ];
      const limited = limiter(atOnce);
      await atMost(mostUnderWay, [...fresh, ...again], async (session) => {
        let answer: Promise<unknown> = Promise.resolve();
        await limited(async () => {
          if (performance.now() >= end) return;
          tried.add(session.id);
          answer = api.endSession(session, { forced }, signal).then(
            () => accepted.add(session.id),
            () => undefined,
          );
          await Promise.race([answer, delay(slowMs, undefined, { ref: false })]);
        });
        await answer;
      });
      const still = new Set((await live()).map(({ id }) => id));
      left = left.filter(({ id }) => still.has(id));
      if (left.length > 0) await delay(everyMs, undefined, signal ? { signal } : {});
    }
  };
  const what = `sessions to end: ${shortList(sessions.map(({ name }) => name))}`;
  const trouble = (): string => `${left.length} of ${sessions.length} are left`;
  const askWhileSomeEnd = async (forced: boolean, timeoutMs: number): Promise<void> => {
    const asked: Asked = { tried: new Set(), accepted: new Set() };
    for (;;) {
      const before = { left: left.length, tried: asked.tried.size };
      await waiting({ what, timeoutMs, trouble }, () => ask(forced, asked, timeoutMs));
      const isNew = asked.tried.size > before.tried && left.some(({ id }) => !asked.tried.has(id));
      if (left.length === 0 || (left.length === before.left && !isNew)) return;
    }
  };
  await askWhileSomeEnd(false, askedMs);
  await askWhileSomeEnd(true, forcedMs);
  return left;
}
