import type { DatabaseSession } from '../../core/cluster/database-session.ts';
import { endStatement, sessionLocks, sessionName } from '../../core/cluster/session-words.ts';
import type { Others, OthersPolicy } from '../../core/plan/others.ts';
import { BaiupError } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import { theDatabase } from './which-database.ts';

export const othersStay = 'others.stay';

/** What a step waits for, as its title says it. */
export const waitedFor: Readonly<Record<OthersPolicy, (what: string) => string>> = {
  wait: (what) => `for transactions of other programs at ${what} to end`,
  end: (what) => `for transactions of other programs at ${what} to end`,
  refuse: (what) => `for other programs to leave ${what}`,
};

export const namedWithLocks = (session: DatabaseSession): string =>
  session.locks.length === 0 ? sessionName(session) : `${sessionName(session)} with ${sessionLocks(session)}`;

type Given = Others & { readonly database?: string | undefined };

/** @param unchanged what stands, as the error says it */
export function stayed(
  { policy }: Pick<Others, 'policy'>,
  what: string,
  left: readonly DatabaseSession[],
  unchanged: string,
): BaiupError {
  const otherwise = policy === 'end' ? '' : ', or have baiup end them: baiup plan … --others end';
  return new BaiupError(othersStay, `${what}: ${left.map(namedWithLocks).join('; ')}`, {
    left: unchanged,
    hint: `end them, and keep them away until the upgrade is done: ${left.map(endStatement).join(' ')}   Or wait longer: --others-for${otherwise}`,
  });
}

/**
 * Waits until nobody is in the way at a database.
 * @returns those that are still in the way at the deadline
 */
export async function waitForOthers(
  given: Given,
  inTheWay: () => Promise<readonly DatabaseSession[]>,
  { everyMs, signal }: { readonly everyMs: number; readonly signal: AbortSignal },
): Promise<readonly DatabaseSession[]> {
  let left: readonly DatabaseSession[] | undefined;
  try {
    await waitFor(
      async () => {
        left = await inTheWay();
        return left.length === 0 ? true : undefined;
      },
      {
        what: `other programs to leave ${theDatabase(given)}`,
        code: othersStay,
        timeoutMs: given.seconds * 1000,
        everyMs: Math.min(everyMs, given.seconds * 1000),
        signal,
        trouble: () => left?.map(namedWithLocks).join('; '),
      },
    );
    return [];
  } catch (error) {
    if (left !== undefined && error instanceof BaiupError && error.code === othersStay) return left;
    throw error;
  }
}
