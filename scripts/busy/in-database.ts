import { resolveSecret } from '../../src/app/discovery/resolve-secret.ts';
import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { type Database, withDatabase } from '../../src/io/database/database.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';

/** Works in a sandbox's database. */
export async function inDatabase<T>(
  { database }: Pick<Inventory, 'database'>,
  act: (database: Database) => Promise<T>,
): Promise<T> {
  const { password, tls: _none, ...rest } = database;
  const known = await resolveSecret('database.password', password, () => thisMachine);
  return withDatabase({ ...rest, password: known }, act);
}
