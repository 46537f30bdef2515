import type { Inventory } from '../../core/cluster/inventory.ts';
import type { StoreBeside } from '../../core/cluster/store-beside.ts';
import { type DatabaseAddress, withDatabase } from '../../io/database/database.ts';
import { storeWords } from '../../io/journal/postgres/store-error.ts';
import { chosenStore } from '../records/chosen-store.ts';

interface Identity {
  readonly server: string;
  readonly database: string;
}

/** A server is known by when it was started, to the microsecond, whatever name or pooler leads to it. */
const identityOf = (address: DatabaseAddress): Promise<Identity | undefined> =>
  withDatabase(address, async ({ query }) => {
    const [found] = await query<Identity>(
      `SELECT extract(epoch FROM pg_postmaster_start_time())::text || ' ' || current_setting('server_version_num') AS server,
         (SELECT oid::text FROM pg_database WHERE datname = current_database()) AS database`,
    );
    return found;
  });

/** Whether runs are kept where the cluster's databases are; undefined where they are not. */
export async function storeBeside(
  { components }: Inventory,
  addresses: { readonly address: DatabaseAddress; readonly ownAddress: (member: string) => DatabaseAddress },
): Promise<StoreBeside | undefined> {
  const { address: store } = await chosenStore();
  if (!store) return undefined;
  const own = components.filter(({ database }) => database).map(({ id }) => addresses.ownAddress(id));
  const ours = await identityOf(store);
  let beside: StoreBeside | undefined;
  for (const address of [addresses.address, ...own]) {
    // What cannot be asked is told by who looks at that database itself.
    const theirs = await identityOf(address).catch(() => undefined);
    if (!ours || theirs?.server !== ours.server) continue;
    const is = theirs.database === ours.database ? 'same-database' : 'same-server';
    if (is === 'same-database' || !beside) beside = { store: storeWords(store), is, database: address.name };
  }
  return beside;
}
