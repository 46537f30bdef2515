import { resolveSecret } from '../../src/app/discovery/resolve-secret.ts';
import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { type Database, type DatabaseAddress, withDatabase } from '../../src/io/database/database.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';

/** How a sandbox's database is reached. */
export async function addressOf({ database }: Pick<Inventory, 'database'>): Promise<DatabaseAddress> {
  const { password, tls: _none, ...rest } = database;
  return { ...rest, password: await resolveSecret('database.password', password, () => thisMachine) };
}

/** Works in a sandbox's database. */
export async function inDatabase<T>(
  inventory: Pick<Inventory, 'database'>,
  act: (database: Database) => Promise<T>,
  limits?: Parameters<typeof withDatabase>[2],
): Promise<T> {
  return withDatabase(await addressOf(inventory), act, limits);
}
