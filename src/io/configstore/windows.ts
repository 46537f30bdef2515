import { type AnnouncedWindow, announcedWindow } from '../../core/cluster/announced-window.ts';
import type { EtcdCall } from './etcd-client.ts';
import { decode, encode } from './etcd-keys.ts';
import type { EtcdPair } from './etcd-range.ts';

/** A window as it was found. */
export interface FoundWindow {
  readonly window: AnnouncedWindow;
  /** Of the key, as etcd counts. */
  readonly revision: string;
}

/** The announced window of a cluster, in its etcd: every operator's machine sees the same one. */
export interface WindowStore {
  /** Undefined also for what baiup did not write. */
  read(): Promise<FoundWindow | undefined>;
  /**
   * @param found what is to be replaced; undefined where there was none
   * @returns false where another was written meanwhile
   */
  write(window: AnnouncedWindow, found: FoundWindow | undefined): Promise<boolean>;
  /** @returns false where it is no longer the one that was found */
  remove(found: FoundWindow): Promise<boolean>;
}

interface TxnAnswer {
  readonly succeeded?: boolean;
  readonly responses?: readonly { readonly response_range?: { readonly kvs?: readonly EtcdPair[] } }[];
}

function parsed(pair: EtcdPair): AnnouncedWindow | undefined {
  try {
    return announcedWindow.safeParse(JSON.parse(decode(pair.value ?? ''))).data;
  } catch {
    return undefined;
  }
}

/** Like the lock it is a key outside the namespace, so that restoring a snapshot cannot lose it or bring it back. */
export function windowStore(call: EtcdCall, namespace: string): WindowStore {
  const key = encode(`/baiup/window/${namespace}`);
  const transact = (body: object): Promise<TxnAnswer> => call<TxnAnswer>('/v3/kv/txn', body);
  const pair = async (): Promise<EtcdPair | undefined> => {
    const { responses = [] } = await transact({ success: [{ request_range: { key } }] });
    return responses[0]?.response_range?.kvs?.[0];
  };
  const ifStill = (revision: string, success: object) =>
    transact({
      compare: [{ key, target: 'MOD', result: 'EQUAL', mod_revision: revision }],
      success: [success],
    });
  return {
    read: async () => {
      const found = await pair();
      const window = found && parsed(found);
      return window && { window, revision: found.mod_revision ?? '0' };
    },
    write: async (window, found) => {
      // What baiup did not write is in nobody's way. Of a key that is not there the revision is 0.
      const revision = found?.revision ?? (await unreadable(pair));
      const value = encode(JSON.stringify(window));
      return (await ifStill(revision, { request_put: { key, value } })).succeeded === true;
    },
    remove: async ({ revision }) =>
      (await ifStill(revision, { request_delete_range: { key } })).succeeded === true,
  };
}

/** The revision of what nobody can read; 0 where there is nothing, or what can be read. */
async function unreadable(pair: () => Promise<EtcdPair | undefined>): Promise<string> {
  const found = await pair();
  return found && !parsed(found) ? (found.mod_revision ?? '0') : '0';
}
