import type { EtcdCall } from './etcd-client.ts';
import { encode, keyAfter, prefixEnd } from './etcd-keys.ts';

/** A pair as the gateway gives it: base64, numbers as text, zero and empty left out. */
export interface EtcdPair {
  readonly key: string;
  readonly value?: string;
  readonly lease?: string;
  readonly mod_revision?: string;
}

interface RangeAnswer {
  readonly header: { readonly revision: string };
  readonly kvs?: readonly EtcdPair[];
  readonly more?: boolean;
}

const pageSize = 500;

/** Every pair below a prefix, by pages, all as of one revision. */
export async function readRange(
  call: EtcdCall,
  prefix: string,
  signal?: AbortSignal,
): Promise<{ pairs: EtcdPair[]; revision: string }> {
  const pairs: EtcdPair[] = [];
  const range_end = prefixEnd(encode(prefix));
  let revision: string | undefined;
  let key = encode(prefix);
  for (;;) {
    const body = { key, range_end, limit: String(pageSize), ...(revision ? { revision } : {}) };
    const answer = await call<RangeAnswer>('/v3/kv/range', body, signal);
    revision ??= answer.header.revision;
    const page = answer.kvs ?? [];
    pairs.push(...page);
    const last = page.at(-1);
    if (!answer.more || !last) return { pairs, revision };
    key = keyAfter(last.key);
  }
}

/** One pair, or undefined. */
export async function readPair(
  call: EtcdCall,
  key: string,
  signal?: AbortSignal,
): Promise<EtcdPair | undefined> {
  return (await call<RangeAnswer>('/v3/kv/range', { key: encode(key) }, signal)).kvs?.[0];
}
