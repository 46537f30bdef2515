import { createHash } from 'node:crypto';
import type { KeyMove } from '../../core/catalog/rules/key-move.ts';
import { announcementKeys } from '../../core/cluster/announcement-keys.ts';
import { decode, namespacePrefix } from '../../io/configstore/etcd-keys.ts';
import type { ConfigStore } from '../../io/configstore/port.ts';
import { parseSnapshot } from '../../io/configstore/snapshot.ts';
import { BaiupError } from '../../lib/errors.ts';
import { unquoted } from '../../lib/unquoted.ts';
import type { ContextConfigStore } from '../steps/context-config-store.ts';
import { keptFile } from '../steps/kept-file.ts';

/** Source: `update_resource_slots` of the vendor's loader of etcd, 22.09 to 26.08. */
const slotsPrefix = 'config/resource_slots/';

async function moveKeys(store: ConfigStore, moves: readonly KeyMove[]): Promise<readonly string[]> {
  const puts: { key: string; value: string }[] = [];
  const removes: string[] = [];
  for (const { move, to } of moves) {
    const below = await store.list(move);
    const there = new Set(
      (await Promise.all(to.map((prefix) => store.list(prefix)))).flat().map(({ key }) => key),
    );
    removes.push(...below.map(({ key }) => key));
    for (const { key, value } of below) {
      const keys = to.map((prefix) => `${prefix}${key.slice(move.length)}`);
      puts.push(...keys.filter((each) => !there.has(each)).map((each) => ({ key: each, value })));
    }
  }
  await store.edit({ puts, removes });
  return removes;
}

/** The cluster's etcd namespace as steps see it; captures are files. */
export function contextConfigStore(store: ConfigStore): ContextConfigStore {
  return {
    registries: () => store.readRegistries(),
    slots: async () => {
      const pairs = await store.list(slotsPrefix);
      return pairs.map(({ key, value }) => ({ name: unquoted(key.slice(slotsPrefix.length)), type: value }));
    },
    managerStatus: () => store.get('manager/status'),
    announcement: async () => {
      const [single, message, enabled] = await Promise.all(
        Object.values(announcementKeys).map((key) => store.get(key)),
      );
      return {
        ...(single === undefined ? {} : { single }),
        ...(message === undefined ? {} : { message }),
        ...(enabled === undefined ? {} : { enabled }),
      };
    },
    announce: async (announcement) => {
      const all = (['single', 'message', 'enabled'] as const).map((name) => ({
        key: announcementKeys[name],
        value: announcement[name],
      }));
      await store.edit({
        puts: all.flatMap(({ key, value }) => (value === undefined ? [] : [{ key, value }])),
        removes: all.flatMap(({ key, value }) => (value === undefined ? [key] : [])),
      });
    },
    windows: store.windows,
    setManagerStatus: (status) => store.put('manager/status', status),
    pairs: async (prefix) => (await store.list(prefix)).map(({ key, value }) => ({ key, value })),
    putPairs: (pairs) => store.edit({ puts: pairs, removes: [] }),
    keys: async (prefixes) => {
      const found = await Promise.all(prefixes.map((prefix) => store.list(prefix)));
      return found.flat().map(({ key }) => key);
    },
    move: (moves) => moveKeys(store, moves),
    capture: async (file) => {
      const snapshot = await store.snapshotNamespace();
      const text = JSON.stringify(snapshot);
      await keptFile.write(file, text);
      const sha256 = createHash('sha256').update(text).digest('hex');
      return { size: Buffer.byteLength(text), sha256, keys: snapshot.keys.length };
    },
    captured: async (file) => {
      const { keys, namespace } = parseSnapshot((await keptFile.read(file)) ?? '');
      const { length } = namespacePrefix(namespace);
      return keys
        .filter(({ volatile }) => !volatile)
        .map(({ key, value }) => ({ key: decode(key).slice(length), value }));
    },
    restore: async (file) => {
      const text = await keptFile.read(file);
      if (text === undefined) {
        throw new BaiupError('etcd.capture-missing', `the capture of etcd, ${file}, is not there`, {
          hint: 'put it back from a backup, then go back again: baiup rollback RUN',
          left: 'etcd is as it was before',
        });
      }
      await store.restoreNamespace(parseSnapshot(text));
    },
  };
}
