import type { Inventory } from '../../core/cluster/inventory.ts';
import type { DatabaseAddress } from '../../io/database/database.ts';
import { resolveSecret, type SecretHosts } from '../discovery/resolve-secret.ts';

export interface DatabaseAddresses {
  readonly address: DatabaseAddress;
  /** Of the database that a member has beside the cluster's. */
  readonly ownAddress: (member: string) => DatabaseAddress;
}

async function resolved(
  key: string,
  database: Inventory['database'],
  secrets: SecretHosts,
): Promise<DatabaseAddress> {
  return { ...database, password: await resolveSecret(`${key}.password`, database.password, secrets) };
}

/** Where a cluster's databases are. @throws BaiupError `cluster.secret-missing` */
export async function databaseAddresses(
  { database, components }: Inventory,
  secrets: SecretHosts,
): Promise<DatabaseAddresses> {
  const own = await Promise.all(
    components.map(async ({ id, database: declared }) =>
      declared ? ([[id, await resolved(`database of ${id}`, declared, secrets)]] as const) : [],
    ),
  );
  const byMember = new Map(own.flat());
  return {
    address: await resolved('database', database, secrets),
    ownAddress: (member) => {
      const found = byMember.get(member);
      if (found) return found;
      throw new Error(`${member} has no database of its own`);
    },
  };
}
