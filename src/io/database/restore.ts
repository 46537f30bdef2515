import { setTimeout as delay } from 'node:timers/promises';
import { BaiupError } from '../../lib/errors.ts';
import type { Database } from './database.ts';
import { databaseErrorCode } from './database-error.ts';
import { createStatement, dressStatements, readShape } from './database-shape.ts';
import { derivedName, identifier } from './identifier.ts';
import { type LoadOptions, loadDump } from './load-dump.ts';
import { besideDatabase, createDatabase, dropDatabase, endConnections } from './server.ts';

export type RestoreOptions = Omit<LoadOptions, 'ownerless'>;

/**
 * Makes a database equal to a dump. The dump is loaded into a new database beside it, which then takes its
 * name in one transaction; only after that is the old one dropped. Whatever fails before leaves it as it was.
 * @throws BaiupError `database.restore-failed`, `database.cannot-create`, `database.dump-damaged`, `database.busy`
 */
export async function restoreDatabase(options: RestoreOptions): Promise<{ readonly seconds: number }> {
  const { name } = options.address;
  const fresh = derivedName(name, '_baiup_restore');
  const old = derivedName(name, '_baiup_old');
  const began = performance.now();
  await besideDatabase(
    options.address,
    async (server) => {
      try {
        await dropDatabase(server, fresh);
        const shape = await readShape(server, name);
        await createDatabase(server, createStatement(fresh, shape));
        await loadDump({ ...options, address: { ...options.address, name: fresh } });
        for (const statement of dressStatements(fresh, shape)) await server.query(statement);
        await dropDatabase(server, old);
        await swap(server, name, fresh, old);
      } catch (error) {
        await dropDatabase(server, fresh).catch(() => undefined);
        throw restoreError(name, error);
      }
      await dropDatabase(server, old);
    },
    { queryTimeoutMs: 120_000 },
  );
  return { seconds: (performance.now() - began) / 1000 };
}

/** Both renames or none. Somebody who connects again and again is ended again and again, for a while. */
async function swap(server: Database, name: string, fresh: string, old: string): Promise<void> {
  const tries = 5;
  for (let left = tries; ; left -= 1) {
    await endConnections(server, name);
    try {
      await server.query('BEGIN');
      await server.query(`ALTER DATABASE ${identifier(name)} RENAME TO ${identifier(old)}`);
      await server.query(`ALTER DATABASE ${identifier(fresh)} RENAME TO ${identifier(name)}`);
      await server.query('COMMIT');
      return;
    } catch (error) {
      await server.query('ROLLBACK').catch(() => undefined);
      if (databaseErrorCode(error) !== '55006') throw error;
      if (left <= 1) throw busy(name, await connectedTo(server, name), error);
      await delay(200);
    }
  }
}

async function connectedTo(server: Database, name: string): Promise<string> {
  const rows = await server.query<{ who: string }>(
    `SELECT DISTINCT concat_ws(' ', usename, application_name, 'from', coalesce(host(client_addr), 'the server itself')) AS who
     FROM pg_stat_activity WHERE datname = $1`,
    [name],
  );
  return rows.map((row) => row.who).join(', ');
}

function busy(name: string, who: string, cause: unknown): BaiupError {
  return new BaiupError(
    'database.busy',
    `"${name}" cannot be replaced while others keep connecting to it: ${who}`,
    {
      hint: 'stop whatever connects (a manager, a pooler), then start again',
      cause,
    },
  );
}

function restoreError(name: string, error: unknown): BaiupError {
  const known = error instanceof BaiupError;
  return new BaiupError(
    known ? error.code : 'database.restore-failed',
    known ? error.message : String(error),
    {
      ...(known && error.hint ? { hint: error.hint } : {}),
      left: `"${name}" is as it was before the restore; the dump is kept`,
      cause: error,
    },
  );
}
