import { setTimeout as delay } from 'node:timers/promises';
import { BaiupError } from '../../lib/errors.ts';
import type { Database } from './database.ts';
import { databaseErrorCode, notAllowed, objectInUse } from './database-error.ts';
import { identifier } from './identifier.ts';
import { endConnections } from './server.ts';

export interface Renaming {
  readonly from: string;
  readonly to: string;
}

const tries = 5;

/**
 * Gives databases other names: all of them, or none. Somebody who connects again and again is ended again and again, for
 * a while.
 * @throws BaiupError `database.busy`, which names who is connected
 */
export async function renameDatabases(server: Database, renamings: readonly Renaming[]): Promise<void> {
  for (let left = tries; ; left -= 1) {
    for (const { from } of renamings) await endAll(server, from);
    let renamed = '';
    try {
      await server.query('BEGIN');
      for (const { from, to } of renamings) {
        renamed = from;
        await server.query(`ALTER DATABASE ${identifier(from)} RENAME TO ${identifier(to)}`);
      }
      await server.query('COMMIT');
      return;
    } catch (error) {
      await server.query('ROLLBACK').catch(() => undefined);
      if (databaseErrorCode(error) !== objectInUse) throw error;
      if (left <= 1) throw busy(renamed, await connectedTo(server, renamed), error);
      await delay(200);
    }
  }
}

/** The server itself looks only ten times a second whether they have gone. */
async function endAll(server: Database, name: string): Promise<void> {
  try {
    await endConnections(server, name);
  } catch (error) {
    if (databaseErrorCode(error) === notAllowed) throw busy(name, await connectedTo(server, name), error);
  }
  for (let looks = 20; looks > 0 && (await connectedTo(server, name)) !== ''; looks -= 1) await delay(5);
}

async function connectedTo(server: Database, name: string): Promise<string> {
  const rows = await server.query<{ who: string }>(
    `SELECT DISTINCT concat_ws(' ', usename, application_name, 'from', coalesce(host(client_addr), 'the server itself')) AS who
     FROM pg_stat_activity WHERE datname = $1
     UNION SELECT 'the prepared transaction ' || gid FROM pg_prepared_xacts WHERE database = $1`,
    [name],
  );
  return rows.map((row) => row.who).join(', ');
}

function busy(name: string, who: string, cause: unknown): BaiupError {
  return new BaiupError(
    'database.busy',
    `"${name}" cannot get another name while others stay connected to it or come back: ${who}`,
    {
      hint: 'stop whatever connects (a manager, a pooler), then start again',
      left: 'no database has another name than before',
      cause,
    },
  );
}
