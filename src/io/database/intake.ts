import type { EndpointReplicas, Intake } from '../../core/workloads/intake.ts';
import type { Database } from './database.ts';

/** The columns that say how many sessions an endpoint should have; releases before 23.03 have no endpoints. */
async function replicaColumns(database: Database): Promise<ReadonlySet<string>> {
  const rows = await database.query<{ name: string }>(
    `SELECT column_name::text AS name FROM information_schema.columns WHERE table_schema = 'public'
     AND table_name = 'endpoints' AND column_name IN ('replicas', 'desired_replicas', 'desired_session_count')`,
  );
  return new Set(rows.map(({ name }) => name));
}

async function readEndpointReplicas(database: Database): Promise<EndpointReplicas[]> {
  if ((await replicaColumns(database)).size === 0) return [];
  return database.query<EndpointReplicas>(
    `SELECT e.id::text AS id, coalesce(j->>'name', '') AS name, (j->>'desired_replicas')::int AS desired,
       coalesce(j->>'replicas', j->>'desired_session_count')::int AS replicas
     FROM endpoints e CROSS JOIN LATERAL to_jsonb(e) j
     WHERE coalesce(lower(j->>'lifecycle_stage'), '') NOT IN ('destroying', 'destroyed') ORDER BY 2, 1`,
  );
}

/** What lets sessions begin, as managers of every release have it. */
export async function readIntake(database: Database): Promise<Intake> {
  const agents = await database.query<{ id: string }>('SELECT id FROM agents WHERE schedulable ORDER BY id');
  return { schedulable: agents.map(({ id }) => id), endpoints: await readEndpointReplicas(database) };
}

/**
 * Does what managers do for `exclude-agents` and `include-agents`, whether one answers or not. An agent that is gone is
 * left out.
 */
export async function writeSchedulable(
  database: Database,
  agents: readonly string[],
  schedulable: boolean,
): Promise<void> {
  await database.query('UPDATE agents SET schedulable = $2 WHERE id = ANY($1)', [agents, schedulable]);
}

/** Managers look at these numbers every few seconds, and begin or end sessions by them. */
export async function writeReplicas(
  database: Database,
  endpoints: readonly EndpointReplicas[],
): Promise<void> {
  const columns = await replicaColumns(database);
  const name = columns.has('replicas') ? 'replicas' : 'desired_session_count';
  const desired = columns.has('desired_replicas') ? ', desired_replicas = d.desired' : '';
  await database.query(
    `UPDATE endpoints e SET ${name} = d.replicas${desired}
     FROM jsonb_to_recordset($1::jsonb) AS d(id text, replicas int, desired int) WHERE e.id::text = d.id`,
    [JSON.stringify(endpoints)],
  );
}
