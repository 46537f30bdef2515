import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { lifeOf, processIdentity, thisProcess } from '../services/process-identity.ts';
import type { EtcdCall } from './etcd-client.ts';
import { decode, encode } from './etcd-keys.ts';
import type { EtcdPair } from './etcd-range.ts';

const holderSchema = z.object({
  /** What its operator types for it: "r-1". */
  run: z.string(),
  /** Unique in the world; older versions of baiup wrote none. */
  id: z.string().exactOptional(),
  /** `fix`, `forget`: a short change outside any run. */
  what: z.enum(['run', 'fix', 'forget']).default('run'),
  from: z.string().exactOptional(),
  to: z.string().exactOptional(),
  /** user@host of the operator. */
  who: z.string(),
  host: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  why: z.string(),
  process: processIdentity.exactOptional(),
  /** When it left the lock of an unfinished run, ISO 8601, UTC: nobody drives it since, though the process may live. */
  left: z.string().exactOptional(),
});
/** Who works on a cluster, and why. */
export type LockHolder = z.infer<typeof holderSchema>;

const lastSchema = z.object({
  id: z.string(),
  run: z.string(),
  who: z.string(),
  at: z.string(),
  /** It left the cluster as it found it. */
  undone: z.boolean().exactOptional(),
});
/** The last run that had the lock of a cluster. */
export type LastRun = z.infer<typeof lastSchema>;

/** A lock as it was found. */
export interface FoundLock {
  /** Undefined where its value is nothing that baiup wrote. */
  readonly holder: LockHolder | undefined;
  /**
   * Whether its process lives: on this machine that is seen; on another, `silent` is one without a sign of life for
   * longer than `signOfLifeSeconds`. `left`: it says itself that it no longer drives. `unknown`: an older version of
   * baiup gave no signs.
   */
  readonly life: 'alive' | 'dead' | 'alive-elsewhere' | 'silent' | 'left' | 'unknown';
  /** Of the key, as etcd counts. */
  readonly revision: string;
}

/** What is written in the place of a lock, as etcd has it: its key and its value in base64. */
export interface LockMark {
  readonly key: string;
  readonly value: string;
}

/** The lock of a cluster, in its etcd. */
export interface LockStore {
  read(): Promise<FoundLock | undefined>;
  /** Whoever finds the same is at the same etcd; undefined where nobody has the lock. */
  mark(): Promise<LockMark | undefined>;
  /**
   * Takes the lock, with a first sign of life. The same run may take it again, from another process once the one that
   * had it is gone.
   * @param mayTake whether a lock that another left behind may be taken over
   * @returns whose it is, where it was not given
   */
  acquire(
    holder: LockHolder,
    mayTake: (found: FoundLock) => Promise<boolean>,
  ): Promise<FoundLock | undefined>;
  /** Names the counter of `revision`: an etcd that was made anew has another, and counts from its beginning. */
  series(): Promise<string>;
  /** Another sign of life. @returns false where the lock is no longer this holder's */
  beat(holder: LockHolder): Promise<boolean>;
  /**
   * Writes into the lock that nobody drives it any more: it stays, and everybody sees that at once.
   * @param at ISO 8601, UTC
   */
  leave(holder: LockHolder, at: string): Promise<void>;
  /**
   * Gives the lock back; one that is another's is left alone.
   * @param last what is to be known as the last run from now on; the one that had the lock unless told
   */
  release(holder: LockHolder, last?: LastRun): Promise<void>;
  /** The last run that had the lock, or has it; undefined where none is known. */
  last(): Promise<LastRun | undefined>;
  /** Takes a lock away, whoever has it. @returns false where it is no longer the one that was found */
  remove(found: FoundLock): Promise<boolean>;
}

/** A process whose last sign of life is older is taken to be gone; etcd's own clock counts. */
export const signOfLifeSeconds = 60;

const idOf = ({ id, run }: LockHolder): string => id ?? run;

/** What is known of a run once it has had the lock; a fix leaves nothing to go back over. */
export function lastOf(holder: LockHolder): LastRun | undefined {
  const { run, who, at, what } = holder;
  return what === 'run' ? { id: idOf(holder), run, who, at } : undefined;
}

interface TxnAnswer {
  readonly succeeded?: boolean;
  readonly responses?: readonly { readonly response_range?: { readonly kvs?: readonly EtcdPair[] } }[];
}

/** Undefined for what baiup did not write. */
function parsed<T>(schema: z.ZodType<T>, pair: EtcdPair): T | undefined {
  try {
    return schema.parse(JSON.parse(decode(pair.value ?? '')));
  } catch {
    return undefined;
  }
}

async function lifeOfHolder(holder: LockHolder | undefined, hasSign: boolean): Promise<FoundLock['life']> {
  if (holder?.left !== undefined) return 'left';
  if (!holder?.process) return 'unknown';
  const life = await lifeOf(holder.process);
  if (life !== 'elsewhere') return life;
  return hasSign ? 'alive-elsewhere' : 'silent';
}

/**
 * The lock, the sign of life and the last run are keys outside the namespace, so that restoring a snapshot cannot lose
 * or bring back any. The lock stays until it is given back; the sign hangs on a lease and goes by itself.
 */
export function lockStore(call: EtcdCall, namespace: string): LockStore {
  const lock = encode(`/baiup/lock/${namespace}`);
  const sign = encode(`/baiup/alive/${namespace}`);
  const last = encode(`/baiup/last/${namespace}`);
  const series = encode(`/baiup/series/${namespace}`);
  const transact = (body: object): Promise<TxnAnswer> => call<TxnAnswer>('/v3/kv/txn', body);
  const unchanged = (revision: string) => ({
    key: lock,
    target: 'MOD',
    result: 'EQUAL',
    mod_revision: revision,
  });
  const removeBoth = [{ request_delete_range: { key: lock } }, { request_delete_range: { key: sign } }];

  const read = async (): Promise<FoundLock | undefined> => {
    const { responses = [] } = await transact({
      success: [{ request_range: { key: lock } }, { request_range: { key: sign } }],
    });
    const [pair, alive] = responses.map(({ response_range }) => response_range?.kvs?.[0]);
    if (!pair) return undefined;
    const holder = parsed(holderSchema, pair);
    const hasSign = alive !== undefined && decode(alive.value ?? '') === (holder && idOf(holder));
    return { holder, life: await lifeOfHolder(holder, hasSign), revision: pair.mod_revision ?? '0' };
  };

  /** The sign of life, good for a while from now. */
  const freshSign = async (holder: LockHolder) => {
    const { ID } = await call<{ ID: string }>('/v3/lease/grant', { TTL: String(signOfLifeSeconds) });
    return { request_put: { key: sign, value: encode(idOf(holder)), lease: ID } };
  };

  const putLast = (value: LastRun | undefined): object[] =>
    value ? [{ request_put: { key: last, value: encode(JSON.stringify(value)) } }] : [];

  const isOwn = async (found: FoundLock, holder: LockHolder): Promise<boolean> => {
    if (!found.holder || idOf(found.holder) !== idOf(holder)) return false;
    if (found.life === 'alive-elsewhere') return false;
    if (found.life !== 'alive') return true;
    const [mine, theirs] = [await thisProcess(), found.holder.process];
    return theirs?.pid === mine.pid && theirs.ticks === mine.ticks;
  };

  /** Acts as long as the lock is what this holder wrote, to the letter. */
  const whileHeld = async (holder: LockHolder, success: readonly object[]): Promise<boolean> => {
    const value = encode(JSON.stringify(holder));
    const compare = [{ key: lock, target: 'VALUE', result: 'EQUAL', value }];
    return (await transact({ compare, success })).succeeded === true;
  };

  return {
    read,
    mark: async () => {
      const { responses = [] } = await transact({ success: [{ request_range: { key: lock } }] });
      const value = responses[0]?.response_range?.kvs?.[0]?.value;
      return value === undefined ? undefined : { key: lock, value };
    },
    acquire: async (holder, mayTake) => {
      for (;;) {
        const found = await read();
        if (found && !(await isOwn(found, holder)) && !(await mayTake(found))) return found;
        const put = { request_put: { key: lock, value: encode(JSON.stringify(holder)) } };
        const answer = await transact({
          // Of a key that is not there the revision is 0.
          compare: [unchanged(found?.revision ?? '0')],
          success: [put, await freshSign(holder), ...putLast(lastOf(holder))],
        });
        if (answer.succeeded) return undefined;
      }
    },
    series: async () => {
      const range = [{ request_range: { key: series } }];
      const { responses = [] } = await transact({
        compare: [{ key: series, target: 'CREATE', result: 'EQUAL', create_revision: '0' }],
        success: [{ request_put: { key: series, value: encode(randomUUID()) } }, ...range],
        failure: range,
      });
      return decode(responses.at(-1)?.response_range?.kvs?.[0]?.value ?? '');
    },
    beat: async (holder) => whileHeld(holder, [await freshSign(holder)]),
    leave: async (holder, at) => {
      const left: LockHolder = { ...holder, left: at };
      const put = { request_put: { key: lock, value: encode(JSON.stringify(left)) } };
      await whileHeld(holder, [put, { request_delete_range: { key: sign } }]);
    },
    release: async (holder, instead) => {
      await whileHeld(holder, [...removeBoth, ...putLast(instead)]);
    },
    last: async () => {
      const { responses = [] } = await transact({ success: [{ request_range: { key: last } }] });
      const pair = responses[0]?.response_range?.kvs?.[0];
      return pair && parsed(lastSchema, pair);
    },
    remove: async ({ revision }) =>
      (await transact({ compare: [unchanged(revision)], success: removeBoth })).succeeded === true,
  };
}
