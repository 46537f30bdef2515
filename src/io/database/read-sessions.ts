import type { DatabaseSession } from '../../core/cluster/database-session.ts';
import type { Database } from './database.ts';
import { databaseErrorCode, notAllowed } from './database-error.ts';
import { timeouts } from './timeouts.ts';

const moment = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

const locks = (of: string): string => `
  coalesce((SELECT array_agg(mode || ' on ' || names ORDER BY mode) FROM (
    SELECT l.mode, string_agg(DISTINCT c.relname::text, ', ') AS names FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
    WHERE l.granted AND l.locktype = 'relation' AND c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND ${of}
    GROUP BY l.mode) held), '{}')`;

/**
 * By which managers agree, as `distributed-lock = "pg_advisory"` has it, who of them does what. PostgreSQL keeps one as long
 * as the session of a manager that has ended. Source: `LockID` of ai/backend/manager/defs of 22.09 to 26.08.
 */
const managersLocks = [91, 92, 93, 191, 192, 193, 195, 196, 197, 198, 201, 202];

/** What a session holds: on tables, and of the managers' locks. */
const held = `${locks('l.pid = a.pid')} || ARRAY(
    SELECT DISTINCT 'the managers'' lock ' || l.objid FROM pg_locks l
    WHERE l.pid = a.pid AND l.granted AND l.locktype = 'advisory' AND l.database = a.datid AND l.classid = 0 AND l.objsubid = 1
      AND l.objid IN (${managersLocks.join(', ')}) ORDER BY 1)`;

/** Whether our role may end a session of `r`, as `pg_terminate_backend` asks. */
const mayEnd = `
  (me.rolsuper OR (NOT r.rolsuper AND (pg_has_role(r.oid, 'USAGE') OR pg_has_role('pg_signal_backend', 'USAGE'))))`;

/**
 * Sessions of others than us, and prepared transactions, which hold locks without a session. Of a session that our role may
 * not see PostgreSQL tells role, program and locks alone; workers of the server count only where they are asked for.
 */
const query = `
SELECT a.pid, coalesce(nullif(a.application_name, ''), nullif(a.backend_type, 'client backend'), '') AS program,
       coalesce(a.usename::text, '') AS user, host(a.client_addr) AS address, nullif(a.client_port, -1) AS port,
       coalesce(${moment('coalesce(a.xact_start, a.backend_start)')}, '') AS since,
       extract(epoch FROM clock_timestamp() - a.xact_start)::float AS transaction, ${held} AS locks,
       a.backend_type IS NULL AS hidden, NOT coalesce(${mayEnd}, me.rolsuper) AS unendable
FROM pg_stat_activity a JOIN pg_roles me ON me.rolname = current_user LEFT JOIN pg_roles r ON r.oid = a.usesysid
WHERE a.datname = current_database() AND (a.pid = ANY($1) OR (
  coalesce(a.backend_type, 'client backend') = 'client backend' AND a.usesysid IS NOT NULL AND a.application_name NOT LIKE 'baiup%'))
UNION ALL
SELECT 0, x.gid, x.owner::text, NULL, NULL, ${moment('x.prepared')}, extract(epoch FROM clock_timestamp() - x.prepared)::float,
       ${locks("l.virtualtransaction = '-1/' || x.transaction::text")}, false, true
FROM pg_prepared_xacts x WHERE x.database = current_database()
ORDER BY since, pid`;

/**
 * Who else is at a database, the members of its cluster among them; those longest at work first.
 * @param pids of the server's processes that are told of whatever they are
 */
export function readSessions(database: Database, pids: readonly number[] = []): Promise<DatabaseSession[]> {
  return database.query<DatabaseSession>(query, [pids]);
}

/** Whether our role may end sessions of any role that is no superuser. */
export async function mayEndSessions(database: Database): Promise<boolean> {
  const [row] = await database.query<{ may: boolean }>(
    "SELECT rolsuper OR pg_has_role('pg_signal_backend', 'USAGE') AS may FROM pg_roles WHERE rolname = current_user",
  );
  return row?.may ?? false;
}

/**
 * Ends sessions, and those alone: one whose number another process has by now is left.
 * @returns those that our role may not end
 */
export async function endSessions(
  database: Database,
  sessions: readonly DatabaseSession[],
): Promise<DatabaseSession[]> {
  const refused: DatabaseSession[] = [];
  for (const session of sessions) {
    try {
      await database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE pid = $1 AND datname = current_database() AND usename::text = $2 AND coalesce(client_port, -1) = coalesce($3, -1)`,
        [session.pid, session.user, session.port],
      );
    } catch (error) {
      if (databaseErrorCode(error) !== notAllowed) throw error;
      refused.push(session);
    }
  }
  return refused;
}

/** What ends sessions of our role: `lock_timeout=1min`. Whoever needs longer sets its own. */
export async function readTimeouts(database: Database): Promise<string[]> {
  const rows = await database.query<{ said: string }>(
    `SELECT name || '=' || reset_val || coalesce(' ' || unit, '') AS said FROM pg_settings
     WHERE name IN (${timeouts.map((name) => `'${name}'`).join(', ')}) AND reset_val <> '0' ORDER BY name`,
  );
  return rows.map(({ said }) => said);
}
