import type { DatabaseSession } from '../../core/cluster/database-session.ts';
import type { Database } from './database.ts';
import { timeouts } from './timeouts.ts';

const moment = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

const locks = (of: string): string => `
  coalesce((SELECT array_agg(mode || ' on ' || names ORDER BY mode) FROM (
    SELECT l.mode, string_agg(DISTINCT c.relname::text, ', ') AS names FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
    WHERE l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND ${of}
    GROUP BY l.mode) held), '{}')`;

/** Sessions of others than us, and prepared transactions, which hold locks without a session. */
const query = `
SELECT a.pid, coalesce(a.application_name, '') AS program, coalesce(a.usename::text, '') AS user, host(a.client_addr) AS address,
       nullif(a.client_port, -1) AS port, ${moment('coalesce(a.xact_start, a.backend_start)')} AS since,
       extract(epoch FROM clock_timestamp() - a.xact_start)::float AS transaction, ${locks('l.pid = a.pid')} AS locks
FROM pg_stat_activity a
WHERE a.datname = current_database() AND a.backend_type = 'client backend' AND a.application_name NOT LIKE 'baiup%'
UNION ALL
SELECT 0, x.gid, x.owner::text, NULL, NULL, ${moment('x.prepared')}, extract(epoch FROM clock_timestamp() - x.prepared)::float,
       ${locks("l.virtualtransaction = '-1/' || x.transaction::text")}
FROM pg_prepared_xacts x WHERE x.database = current_database()
ORDER BY since, pid`;

/** Who else is at a database, the members of its cluster among them; those longest at work first. */
export function readSessions(database: Database): Promise<DatabaseSession[]> {
  return database.query<DatabaseSession>(query);
}

/** What ends sessions of our role: `lock_timeout=1min`. Whoever needs longer sets its own. */
export async function readTimeouts(database: Database): Promise<string[]> {
  const rows = await database.query<{ said: string }>(
    `SELECT name || '=' || reset_val || coalesce(' ' || unit, '') AS said FROM pg_settings
     WHERE name IN (${timeouts.map((name) => `'${name}'`).join(', ')}) AND reset_val <> '0' ORDER BY name`,
  );
  return rows.map(({ said }) => said);
}
