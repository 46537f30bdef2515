import { messageOf } from '../../lib/errors.ts';
import { type DatabaseAddress, withDatabase } from './database.ts';

interface Activity {
  readonly state: string;
  readonly wait: string | null;
  readonly seconds: number;
  readonly query: string;
  readonly blockers: string | null;
}

const shown = 200;

const inWords = ({ state, wait, seconds, query, blockers }: Activity): string => {
  const since = `for ${Math.round(seconds)} s`;
  if (state === 'active') {
    const held = blockers ? `, held up by ${blockers}` : '';
    return `its statement has run ${since}${wait ? `, waiting for ${wait}` : ''}${held}: ${query}`;
  }
  return `it has asked nothing of the database ${since} (${state}), so it waits for something else; its last statement: ${query}`;
};

/** What a migrator's connection is doing, by pg_stat_activity, in a sentence; never throws. */
export async function migratorActivity(address: DatabaseAddress, pid: number): Promise<string> {
  const ask = withDatabase(
    address,
    (database) =>
      database.query<Activity>(
        `SELECT state, wait_event_type || '/' || wait_event AS wait, left(query, ${shown}) AS query,
                extract(epoch FROM clock_timestamp() - CASE state WHEN 'active' THEN query_start ELSE state_change END)::float AS seconds,
                (SELECT string_agg(format('process %s (%s %s): %s', b.pid, b.usename, b.application_name, left(b.query, ${shown})), '; ')
                 FROM pg_stat_activity b WHERE b.pid = ANY (pg_blocking_pids(a.pid))) AS blockers
         FROM pg_stat_activity a WHERE application_name = $1 AND datname = current_database()`,
        [`baiup migrator ${pid}`],
      ),
    { connectTimeoutMs: 3_000, queryTimeoutMs: 3_000 },
  );
  try {
    const [found] = await ask;
    return found ? inWords(found) : 'it no longer has a connection to the database';
  } catch (error) {
    return `the database did not say what it was doing: ${messageOf(error)}`;
  }
}
