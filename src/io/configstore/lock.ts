import { z } from 'zod';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import type { EtcdCall } from './etcd-client.ts';
import { decode, encode } from './etcd-keys.ts';
import { type EtcdPair, readPair } from './etcd-range.ts';

const holderSchema = z.object({
  run: z.string(),
  /** user@host of the operator. */
  who: z.string(),
  host: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  why: z.string(),
});
/** Who works on a cluster, and why. */
export type LockHolder = z.infer<typeof holderSchema>;

/** Outside the namespace, so that restoring a snapshot cannot lose or bring back a lock. */
export function lockKey(namespace: string): string {
  return `/baiup/lock/${namespace}`;
}

export async function readLock(call: EtcdCall, namespace: string): Promise<LockHolder | undefined> {
  const pair = await readPair(call, lockKey(namespace));
  return pair && holderOf(pair);
}

/** @throws BaiupError `cluster.locked` when another run holds it; ours already is fine. */
export async function acquireLock(call: EtcdCall, namespace: string, holder: LockHolder): Promise<void> {
  const key = encode(lockKey(namespace));
  const answer = await call<{ succeeded?: boolean; responses?: { response_range?: { kvs?: EtcdPair[] } }[] }>(
    '/v3/kv/txn',
    {
      compare: [{ key, target: 'CREATE', result: 'EQUAL', create_revision: '0' }],
      success: [{ request_put: { key, value: encode(JSON.stringify(holder)) } }],
      failure: [{ request_range: { key } }],
    },
  );
  if (answer.succeeded) return;
  const pair = answer.responses?.[0]?.response_range?.kvs?.[0];
  const other = pair && holderOf(pair);
  if (other?.run !== holder.run) throw locked(namespace, other);
}

/** Gives the lock back; one that another run holds is left alone. */
export async function releaseLock(call: EtcdCall, namespace: string, run: string): Promise<void> {
  const pair = await readPair(call, lockKey(namespace));
  if (!pair || holderOf(pair)?.run !== run) return;
  const key = encode(lockKey(namespace));
  await call('/v3/kv/txn', {
    compare: [{ key, target: 'MOD', result: 'EQUAL', mod_revision: pair.mod_revision ?? '0' }],
    success: [{ request_delete_range: { key } }],
  });
}

function holderOf(pair: EtcdPair): LockHolder | undefined {
  try {
    return holderSchema.parse(JSON.parse(decode(pair.value ?? '')));
  } catch {
    return undefined;
  }
}

function locked(namespace: string, other: LockHolder | undefined): BaiupError {
  const by = other
    ? `run ${other.run} of ${other.who} on ${other.host} since ${other.at}: ${other.why}`
    : 'something unreadable';
  return new BaiupError('cluster.locked', `the cluster "${namespace}" is locked by ${by}`, {
    exit: exitCode.refused,
    hint: other
      ? `there: baiup show ${other.run}; it goes on with the same \`baiup apply\`, or ends with \`baiup rollback ${other.run}\``
      : `look at the key ${lockKey(namespace)} in etcd`,
    left: 'nothing was changed',
  });
}
