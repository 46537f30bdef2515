import { addUp } from '../../../core/workloads/add-up.ts';
import type { WorkloadTotals } from '../../../core/workloads/totals.ts';
import type { Database } from '../database.ts';
import { columnsOf } from './columns-of.ts';
import { foldersAtWork } from './read-folders.ts';

interface Row {
  readonly status: string;
  readonly kind: string;
  readonly count: string;
}

const live = "status::text NOT IN ('TERMINATED', 'CANCELLED')";

/** How many workloads there are, without reading them one by one. */
export async function countWorkloads(database: Database): Promise<WorkloadTotals> {
  const columns = await columnsOf(database, ['sessions', 'endpoints', 'vfolders']);
  // Before 23.03 a session was what its kernels had in common.
  const from =
    columns('sessions').size > 0
      ? `sessions WHERE ${live}`
      : `kernels WHERE cluster_role = 'main' AND ${live}`;
  const rows = await database.query<Row>(
    `SELECT status::text AS status, lower(session_type::text) AS kind, count(*)::text AS count FROM ${from} GROUP BY 1, 2`,
  );
  const endpoints =
    columns('endpoints').size > 0
      ? "(SELECT count(*) FROM endpoints e WHERE coalesce(lower(to_jsonb(e)->>'lifecycle_stage'), '') <> 'destroyed')"
      : '0';
  const folders = columns('vfolders').has('status')
    ? `(SELECT count(*) FROM vfolders v WHERE ${foldersAtWork})`
    : '0';
  const [around] = await database.query<{ owners: number; endpoints: number; folders: number }>(
    `SELECT (SELECT count(DISTINCT user_uuid) FROM ${from})::int AS owners, ${endpoints}::int AS endpoints, ${folders}::int AS folders`,
  );
  return { ...addUp(rows.map(({ count, ...row }) => ({ ...row, count: Number(count) }))), ...around };
}
