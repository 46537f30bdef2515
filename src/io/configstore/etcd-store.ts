import { differenceBetween } from './difference.ts';
import { type EtcdAddress, etcdClient } from './etcd-client.ts';
import { decode, encode, namespacePrefix, namespacesPrefix } from './etcd-keys.ts';
import { readPair, readRange } from './etcd-range.ts';
import { batches, type EtcdOperation } from './etcd-transaction.ts';
import { lockStore } from './lock.ts';
import type { ConfigStore } from './port.ts';
import { parseRegistries, registriesPrefix } from './registries.ts';
import { type NamespaceSnapshot, snapshotOf } from './snapshot.ts';
import { windowStore } from './windows.ts';

/**
 * A cluster's configuration in etcd. Nothing is opened: each call is an HTTP request of its own.
 * @throws BaiupError of every verb: `etcd.unreachable`, `etcd.refused`, `etcd.failed`
 */
export function etcdStore(address: EtcdAddress & { readonly namespace: string }): ConfigStore {
  const { namespace } = address;
  const call = etcdClient(address);
  const prefix = namespacePrefix(namespace);
  const full = (key: string) => `${prefix}${key.replace(/^\//, '')}`;

  const list = async (below: string) => {
    const { pairs } = await readRange(call, full(below));
    return pairs.map(({ key, value = '' }) => ({
      key: decode(key).slice(prefix.length),
      value: decode(value),
    }));
  };
  const snapshotNamespace = async (signal?: AbortSignal): Promise<NamespaceSnapshot> => {
    const { pairs, revision } = await readRange(call, prefix, signal);
    return snapshotOf(namespace, revision, pairs);
  };

  return {
    namespace,
    list,
    snapshotNamespace,
    namespacesWith: async (key) => {
      const ending = `/${key}`;
      const { pairs } = await readRange(call, namespacesPrefix);
      const keys = pairs.map((pair) => decode(pair.key)).filter((each) => each.endsWith(ending));
      return keys.map((each) => each.slice(namespacesPrefix.length, -ending.length));
    },
    get: async (key) => {
      const pair = await readPair(call, full(key));
      return pair && decode(pair.value ?? '');
    },
    put: async (key, value) =>
      void (await call('/v3/kv/put', { key: encode(full(key)), value: encode(value) })),
    version: async () => (await call<{ version?: string }>('/v3/maintenance/status', {})).version,
    delete: async (key) => void (await call('/v3/kv/deleterange', { key: encode(full(key)) })),
    edit: async ({ puts, removes }, signal) => {
      const operations: EtcdOperation[] = [
        ...puts.map(({ key, value }) => ({ request_put: { key: encode(full(key)), value: encode(value) } })),
        ...removes.map((key) => ({ request_delete_range: { key: encode(full(key)) } })),
      ];
      for (const success of batches(operations)) await call('/v3/kv/txn', { success }, signal);
    },
    readRegistries: async () => parseRegistries(await list(registriesPrefix)),
    lock: lockStore(call, namespace),
    windows: windowStore(call, namespace),
    restoreNamespace: async (snapshot, signal) => {
      const { put, remove } = differenceBetween(await snapshotNamespace(signal), moved(snapshot, prefix));
      const operations: EtcdOperation[] = [
        ...put.map(({ key, value }) => ({ request_put: { key, value } })),
        ...remove.map((key) => ({ request_delete_range: { key } })),
      ];
      for (const success of batches(operations)) await call('/v3/kv/txn', { success }, signal);
      return { put: put.length, removed: remove.length };
    },
  };
}

/** A snapshot may be restored under another namespace: a rehearsal's copy. */
function moved(snapshot: NamespaceSnapshot, prefix: string): NamespaceSnapshot {
  const from = namespacePrefix(snapshot.namespace);
  if (from === prefix) return snapshot;
  const keys = snapshot.keys.map((pair) => ({
    ...pair,
    key: encode(prefix + decode(pair.key).slice(from.length)),
  }));
  return { ...snapshot, keys };
}
