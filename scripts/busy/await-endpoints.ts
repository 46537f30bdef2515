import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { inDatabase } from './in-database.ts';

/**
 * Waits until endpoints have their sessions, and calls their routes healthy: a dummy agent never does, and managers end
 * no session whose route is still provisioned (`scale_services`, 24.03.11).
 */
export async function awaitEndpoints(inventory: Inventory, sessions: number): Promise<void> {
  await inDatabase(inventory, async (database) => {
    const serve = async () => {
      const [row] = await database.query<{ there: number }>(
        `SELECT count(*)::int AS there FROM routings r JOIN sessions s ON s.id = r.session WHERE s.status::text = 'RUNNING'`,
      );
      return row?.there === sessions ? true : undefined;
    };
    const what = `${sessions} sessions of endpoints to run`;
    await waitFor(serve, { timeoutMs: 180_000, everyMs: 500, what });
    await database.query("UPDATE routings SET status = 'healthy' WHERE session IS NOT NULL");
  });
}
