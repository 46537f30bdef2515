import type { LiveSession } from '../../core/cluster/live-session.ts';
import type { Database } from './database.ts';

interface Row extends Omit<LiveSession, 'owner' | 'kind' | 'label'> {
  readonly owner: string | null;
  readonly kind: string | null;
  readonly label: string | null;
}

const ended = "('TERMINATED', 'CANCELLED')";

const ofSessions = `
  SELECT s.id::text AS id, coalesce(s.name, '') AS name, coalesce(s.access_key, '') AS "accessKey",
         u.email AS owner, lower(to_jsonb(s)->>'session_type') AS kind, to_jsonb(s)->>'tag' AS label,
         s.status::text AS status, coalesce(s.agent_ids, '{}') AS agents
  FROM sessions s LEFT JOIN users u ON u.uuid = s.user_uuid
  WHERE s.status::text NOT IN ${ended} ORDER BY s.created_at, s.id`;

/** Before 23.03 a session was what its kernels had in common. */
const ofKernels = `
  SELECT k.session_id::text AS id, coalesce(min(k.session_name), '') AS name,
         coalesce(min(k.access_key), '') AS "accessKey", min(u.email) AS owner,
         lower(min(to_jsonb(k)->>'session_type')) AS kind, min(to_jsonb(k)->>'tag') AS label,
         coalesce(min(k.status::text) FILTER (WHERE k.cluster_role = 'main'), min(k.status::text)) AS status,
         coalesce(array_agg(DISTINCT k.agent) FILTER (WHERE k.agent IS NOT NULL), '{}') AS agents
  FROM kernels k LEFT JOIN users u ON u.uuid = k.user_uuid
  WHERE k.status::text NOT IN ${ended} GROUP BY k.session_id ORDER BY min(k.created_at), k.session_id`;

/** Every session that has not ended, the oldest first. */
export async function readLiveSessions(database: Database): Promise<readonly LiveSession[]> {
  const [has] = await database.query<{ sessions: boolean }>(
    "SELECT to_regclass('sessions') IS NOT NULL AS sessions",
  );
  const rows = await database.query<Row>(has?.sessions ? ofSessions : ofKernels);
  return rows.map(({ owner, kind, label, ...row }) => ({
    ...row,
    ...(owner === null ? {} : { owner }),
    ...(kind === null ? {} : { kind }),
    ...(label ? { label } : {}),
  }));
}
