import { z } from 'zod';
import { BaiupError } from '../../lib/errors.ts';
import type { EtcdPair } from './etcd-range.ts';

const snapshotSchema = z.object({
  format: z.literal(1),
  namespace: z.string(),
  /** etcd's revision that all pairs are of. */
  revision: z.string(),
  /** Base64; `volatile` ones hang on a lease, belong to a running process, and end with it. */
  keys: z.array(z.object({ key: z.string(), value: z.string(), volatile: z.literal(true).optional() })),
});
/** A namespace of etcd as it was, as plain JSON. */
export type NamespaceSnapshot = z.infer<typeof snapshotSchema>;

export function snapshotOf(
  namespace: string,
  revision: string,
  pairs: readonly EtcdPair[],
): NamespaceSnapshot {
  const keys = pairs.map(({ key, value = '', lease }) => ({
    key,
    value,
    ...(lease && lease !== '0' ? { volatile: true as const } : {}),
  }));
  return { format: 1, namespace, revision, keys };
}

/** A snapshot file's text. @throws BaiupError `etcd.snapshot-damaged` */
export function parseSnapshot(text: string): NamespaceSnapshot {
  try {
    return snapshotSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new BaiupError('etcd.snapshot-damaged', 'this is not a snapshot of an etcd namespace', {
      cause: error,
    });
  }
}
