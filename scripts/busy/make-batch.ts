import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { inDatabase } from './in-database.ts';

/** Tables that say of what kind a session is, and by which column they name it. */
const tables = { sessions: 'name', kernels: 'session_name' } as const;

/**
 * Has the database call sessions batch ones. The dummy backend cannot run a real one: its agent waits for its job
 * without hearing anything else, and is lost (seen on 24.03.11).
 */
export async function makeBatch(inventory: Inventory, names: readonly string[]): Promise<void> {
  await inDatabase(inventory, async (database) => {
    // Releases write kinds in small letters or in capitals.
    const [kind] = await database.query<{ is: string }>(
      'SELECT session_type::text AS is FROM sessions LIMIT 1',
    );
    const batch = kind?.is === kind?.is.toUpperCase() ? 'BATCH' : 'batch';
    for (const [table, name] of Object.entries(tables)) {
      await database.query(`UPDATE ${table} SET session_type = '${batch}' WHERE ${name} = ANY($1)`, [names]);
    }
  });
}
