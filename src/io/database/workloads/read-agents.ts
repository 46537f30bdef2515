import type { Agent } from '../../../core/workloads/agent.ts';
import { amountsOf } from '../../../core/workloads/amounts-of.ts';
import { withoutNulls } from '../../../lib/without-nulls.ts';
import type { Database } from '../database.ts';
import type { Columns } from './columns-of.ts';

interface AgentRow extends Omit<Agent, 'capacity' | 'occupied' | 'sessions'> {
  readonly capacity: unknown;
  readonly occupied: unknown;
  readonly sessions: string;
}

/** Slots of an agent: a column of it up to 26.08, rows of a table of their own afterwards. */
const slotsOf = (column: string, own: string | undefined): string => {
  const rows =
    own === undefined
      ? "'{}'::jsonb"
      : `(SELECT jsonb_object_agg(r.slot_name, r.${own}) FROM agent_resources r WHERE r.agent_id = a.id)`;
  return `coalesce(to_jsonb(a)->'${column}', ${rows})`;
};

export async function readAgents(database: Database, columns: Columns): Promise<Agent[]> {
  const own = columns('agent_resources').size > 0;
  const rows = await database.query<AgentRow>(
    `SELECT a.id, a.status::text AS status, to_jsonb(a)->>'version' AS version,
       to_jsonb(a)->>'scaling_group' AS "resourceGroup", coalesce((to_jsonb(a)->>'schedulable')::boolean, true) AS schedulable,
       ${slotsOf('available_slots', own ? 'capacity' : undefined)} AS capacity,
       ${slotsOf('occupied_slots', own ? 'used' : undefined)} AS occupied, coalesce(on_it.count, 0)::text AS sessions
     FROM agents a LEFT JOIN (
       SELECT agent, count(DISTINCT session_id) AS count FROM kernels
       WHERE status::text NOT IN ('TERMINATED', 'CANCELLED') AND agent IS NOT NULL GROUP BY 1) on_it ON on_it.agent = a.id
     WHERE a.status::text <> 'TERMINATED' ORDER BY a.id`,
  );
  return rows.map((row) => ({
    ...withoutNulls(row),
    capacity: amountsOf(row.capacity),
    occupied: amountsOf(row.occupied),
    sessions: Number(row.sessions),
  }));
}
