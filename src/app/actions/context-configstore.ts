import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ConfigStore } from '../../io/configstore/port.ts';
import { parseSnapshot } from '../../io/configstore/snapshot.ts';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import type { ContextConfigStore } from '../steps/context.ts';

/** The cluster's etcd namespace as steps see it; captures are files. */
export function contextConfigStore(store: ConfigStore): ContextConfigStore {
  return {
    registries: () => store.readRegistries(),
    capture: async (file) => {
      const snapshot = await store.snapshotNamespace();
      const text = JSON.stringify(snapshot);
      await writeFileAtomic(file, text);
      const sha256 = createHash('sha256').update(text).digest('hex');
      return { size: Buffer.byteLength(text), sha256, keys: snapshot.keys.length };
    },
    restore: async (file) => {
      await store.restoreNamespace(parseSnapshot(await readFile(file, 'utf8')));
    },
  };
}
