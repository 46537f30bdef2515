import type { Inventory } from '../../core/cluster/inventory.ts';
import type { DatabaseAddress } from '../../io/database/database.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { resolveSecret } from '../discovery/resolve-secret.ts';
import { type PemReaders, resolveTls } from '../discovery/resolve-tls.ts';
import { throughHost } from './through-hosts.ts';

export interface DatabaseAddresses {
  readonly address: DatabaseAddress;
  /** Of the database that a member has beside the cluster's. */
  readonly ownAddress: (member: string) => DatabaseAddress;
}

async function resolved(
  key: string,
  database: Inventory['database'],
  readers: PemReaders,
  host: (name: string) => HostReader,
): Promise<DatabaseAddress> {
  const { via: _through, tools: _there, tls: declared, ...plain } = database;
  const password = await resolveSecret(`${key}.password`, database.password, readers.hosts);
  const tls = await resolveTls(`${key}.tls`, declared, readers);
  const through = throughHost(database, host);
  return { ...plain, password, ...(tls ? { tls } : {}), ...(through ? { through } : {}) };
}

/** Where a cluster's databases are. @throws BaiupError `cluster.secret-missing`, `cluster.tls-file` */
export async function databaseAddresses(
  { database, components }: Inventory,
  readers: PemReaders,
  host: (name: string) => HostReader,
): Promise<DatabaseAddresses> {
  const own = await Promise.all(
    components.map(async ({ id, database: declared }) =>
      declared ? ([[id, await resolved(`database of ${id}`, declared, readers, host)]] as const) : [],
    ),
  );
  const byMember = new Map(own.flat());
  return {
    address: await resolved('database', database, readers, host),
    ownAddress: (member) => {
      const found = byMember.get(member);
      if (found) return found;
      throw new Error(`${member} has no database of its own`);
    },
  };
}
