import type { Endpoint } from '../../../core/workloads/endpoint.ts';
import { withoutNulls } from '../../../lib/without-nulls.ts';
import type { Database } from '../database.ts';
import type { Columns } from './columns-of.ts';

interface EndpointRow extends Omit<Endpoint, 'replicas' | 'routes'> {
  readonly replicas: string | null;
  readonly routes: { readonly session: string | null; readonly status: string | null }[] | null;
}

export async function readEndpoints(database: Database, columns: Columns): Promise<Endpoint[]> {
  if (columns('endpoints').size === 0) return [];
  const rows = await database.query<EndpointRow>(
    `SELECT e.id::text AS id, coalesce(j->>'name', '') AS name, lower(j->>'lifecycle_stage') AS stage, u.email AS owner,
       g.name AS project, j->>'domain' AS domain, j->>'resource_group' AS "resourceGroup", j->>'url' AS url,
       coalesce(j->>'replicas', j->>'desired_session_count') AS replicas,
       (SELECT jsonb_agg(jsonb_build_object('session', r.session, 'status', lower(to_jsonb(r)->>'status')) ORDER BY r.id)
        FROM routings r WHERE r.endpoint = e.id) AS routes
     FROM endpoints e CROSS JOIN LATERAL to_jsonb(e) j
       LEFT JOIN users u ON u.uuid::text = j->>'session_owner' LEFT JOIN groups g ON g.id::text = j->>'project'
     WHERE coalesce(lower(j->>'lifecycle_stage'), '') <> 'destroyed' ORDER BY 2, 1`,
  );
  return rows.map(({ replicas, routes, ...row }) => ({
    ...withoutNulls(row),
    // Up to 23.03 a number below zero asked for its removal.
    replicas: Math.max(0, Number(replicas ?? 0)),
    routes: (routes ?? []).map(({ session, status }) => ({
      ...(session === null ? {} : { session }),
      status: status ?? 'unknown',
    })),
  }));
}
