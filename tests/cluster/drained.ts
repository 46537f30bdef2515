import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { sql, storeOf } from './lab.ts';

/** What a drain changes, and the sessions that it is about. */
export async function drainedState(inventory: Inventory) {
  const rows = (text: string) => sql(inventory, text);
  const texts = async (text: string) => (await rows(text)).map(({ text: each }) => String(each));
  return {
    status: await storeOf(inventory).get('manager/status'),
    agents: await texts('SELECT id AS text FROM agents WHERE schedulable ORDER BY 1'),
    endpoints: await texts(
      `SELECT name || ' ' || coalesce(j->>'replicas', j->>'desired_session_count') AS text
       FROM endpoints e CROSS JOIN LATERAL to_jsonb(e) j ORDER BY 1`,
    ),
    // Managers give sessions of endpoints a name of their own each time.
    sessions: await texts(
      `SELECT name || ' ' || status::text AS text FROM sessions
       WHERE status::text NOT IN ('TERMINATED', 'CANCELLED') AND lower(session_type::text) <> 'inference' ORDER BY 1`,
    ),
  };
}
