import type { BaiupError } from '../../../lib/errors.ts';
import { oneAtATime } from '../../../lib/one-at-a-time.ts';
import { waitFor } from '../../../lib/wait.ts';
import { mayPass, storeError, storeWords } from './store-error.ts';
import { lookAtStore, prepareStore, type StoreState, schemaVersion } from './store-schema.ts';
import { openStoreSession, type StoreAddress, type StoreSession } from './store-session.ts';

/** The one way in which this process asks a store. */
export interface StoreDoor {
  readonly address: StoreAddress;
  /**
   * Rows of one statement. A store that was there and is away is waited for: the statement must be one that may be
   * carried out again where nobody can tell whether it was.
   * @throws BaiupError `store.*`
   */
  ask<Row extends object = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Whether anybody has made a store there. */
  isMade(): Promise<boolean>;
  /** Makes the store, or brings it to this version. */
  prepare(): Promise<void>;
  /** How many connections there have been: each may have led to another server. */
  sessions(): number;
  close(): Promise<void>;
}

type Answer<T> = { readonly done: T } | { readonly failed: BaiupError };

const defaultPatienceMs = 300_000;
const tryEveryMs = 500;

export function storeDoor(address: StoreAddress): StoreDoor {
  const exclusively = oneAtATime();
  let session: StoreSession | undefined;
  let state: StoreState = { kind: 'none' };
  let wasThere = false;
  let sessions = 0;
  let isClosed = false;

  const opened = (): Promise<StoreSession> =>
    exclusively(async () => {
      if (isClosed) throw new Error('the door to the store was closed');
      if (session?.lives()) return session;
      const next = await openStoreSession(address);
      try {
        state = await lookAtStore(next, address);
      } catch (error) {
        await next.close();
        throw error;
      }
      session = next;
      sessions += 1;
      wasThere = true;
      return next;
    });

  const patiently = async <T>(act: (session: StoreSession) => Promise<T>): Promise<T> => {
    const attempt = (): Promise<Answer<T>> =>
      opened()
        .then(act)
        .then(
          (done) => ({ done }),
          (error: unknown) => ({ failed: storeError(address, error) }),
        );
    let answer = await attempt();
    const trouble = (): BaiupError | undefined => ('failed' in answer ? answer.failed : undefined);
    if (wasThere && mayPass(trouble())) {
      const again = async (): Promise<true | undefined> => {
        answer = await attempt();
        return mayPass(trouble()) ? undefined : true;
      };
      await waitFor(again, {
        timeoutMs: address.lostAfterMs ?? defaultPatienceMs,
        everyMs: tryEveryMs,
        what: `${storeWords(address)} to take changes again`,
        trouble: () => trouble()?.message,
      }).catch(() => undefined);
    }
    if ('failed' in answer) throw answer.failed;
    return answer.done;
  };

  return {
    address,
    ask: (sql, values) => patiently(({ query }) => query(sql, values)),
    isMade: async () => {
      await patiently(async () => undefined);
      return state.kind === 'ready';
    },
    prepare: async () => {
      await patiently(async () => undefined);
      if (state.kind === 'ready' && state.version >= schemaVersion) return;
      const own = await openStoreSession(address);
      try {
        await prepareStore(own, address);
        state = await lookAtStore(own, address);
      } finally {
        await own.close();
      }
    },
    sessions: () => sessions,
    close: async () => {
      isClosed = true;
      await session?.close();
    },
  };
}
