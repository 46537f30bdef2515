import type { Columns } from './columns-of.ts';

type Has = ReadonlySet<string>;

const ended = "('TERMINATED', 'CANCELLED')";

/** Those that wait come last; the oldest first. */
const order = (status: string, created: string, id: string): string =>
  `ORDER BY (${status}::text = 'PENDING'), ${created}, ${id}`;

/** What the release lacks is nothing. */
const either = (columns: Has, alias: string, ...names: readonly string[]): string => {
  const name = names.find((each) => columns.has(each));
  return name === undefined ? 'NULL' : `${alias}.${name}`;
};

/** Lists come as JSON: that is read in a third of the time of an array of PostgreSQL's (18 against 56 ms for 100,000). */
const asJson = (list: string): string => (list === 'NULL' ? list : `to_jsonb(${list})`);

/** From 26.09 on what sessions occupy is kept by kernel and slot. */
const ofAllocations = `LEFT JOIN (
    SELECT each.session_id, jsonb_agg(jsonb_build_object(each.slot_name, each.amount)) AS slots FROM (
      SELECT k.session_id, a.slot_name, sum(coalesce(a.used, a.requested)) AS amount
      FROM resource_allocations a JOIN kernels k ON k.id = a.kernel_id
      WHERE k.status::text NOT IN ${ended} GROUP BY 1, 2) each
    GROUP BY 1) allocated ON allocated.session_id = s.id`;

function ofSessions(columns: Has): string {
  const has = (name: string): boolean => columns.has(name);
  const asked = has('requested_slots') ? 's.requested_slots' : "'{}'::jsonb";
  const slots = has('occupying_slots')
    ? `jsonb_build_array(CASE WHEN s.status::text = 'PENDING' THEN ${asked} ELSE s.occupying_slots END)`
    : 'allocated.slots';
  return `SELECT s.id::text AS id, s.name, lower(s.session_type::text) AS kind, s.status::text AS status,
      s.status_info AS info, u.email AS owner, s.access_key AS "accessKey", g.name AS project,
      s.domain_name AS domain, s.scaling_group_name AS "resourceGroup",
      ${has('images') ? 's.images[1]' : either(columns, 's', 'image')} AS image,
      ${either(columns, 's', 'tag')} AS label, ${asJson(either(columns, 's', 'agent_ids'))} AS agents,
      extract(epoch FROM s.created_at)::float8 AS created, ${slots} AS slots
    FROM sessions s LEFT JOIN users u ON u.uuid = s.user_uuid LEFT JOIN groups g ON g.id = s.group_id
      ${has('occupying_slots') ? '' : ofAllocations}
    WHERE s.status::text NOT IN ${ended} ${order('s.status', 's.created_at', 's.id')}`;
}

/** Before 23.03 a session was what its kernels had in common. */
function ofKernels(columns: Has): string {
  return `SELECT k.session_id::text AS id, k.session_name AS name, lower(k.session_type::text) AS kind,
      k.status::text AS status, k.status_info AS info, u.email AS owner, k.access_key AS "accessKey",
      g.name AS project, k.domain_name AS domain, k.scaling_group AS "resourceGroup", k.image,
      ${either(columns, 'k', 'tag')} AS label,
      a.agents, extract(epoch FROM k.created_at)::float8 AS created, a.slots
    FROM kernels k LEFT JOIN users u ON u.uuid = k.user_uuid LEFT JOIN groups g ON g.id = k.group_id
      LEFT JOIN LATERAL (
        SELECT jsonb_agg(DISTINCT o.agent) FILTER (WHERE o.agent IS NOT NULL) AS agents,
          jsonb_agg(${either(columns, 'o', 'occupied_slots')}) AS slots
        FROM kernels o WHERE o.session_id = k.session_id AND o.status::text NOT IN ${ended}) a ON true
    WHERE k.cluster_role = 'main' AND k.status::text NOT IN ${ended} ${order('k.status', 'k.created_at', 'k.session_id')}`;
}

/** Every session that has not ended, of any release. */
export function sessionsQuery(columns: Columns): string {
  const sessions = columns('sessions');
  return sessions.size > 0 ? ofSessions(sessions) : ofKernels(columns('kernels'));
}
