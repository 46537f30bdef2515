import { BaiupError } from '../../lib/errors.ts';
import {
  type Database,
  type DatabaseAddress,
  type DatabaseOptions,
  openDatabase,
  withDatabase,
} from './database.ts';
import { databaseErrorCode, notAllowed } from './database-error.ts';
import { identifier } from './identifier.ts';

/** Does something from beside a database: through `postgres`, else `template1`. */
export async function besideDatabase<T>(
  address: DatabaseAddress,
  act: (server: Database) => Promise<T>,
  options: DatabaseOptions = {},
): Promise<T> {
  const from = await openDatabase({ ...address, name: 'postgres' }, options).catch((error: unknown) => {
    if (error instanceof BaiupError && error.code === 'database.refused') return undefined;
    throw error;
  });
  if (!from) return withDatabase({ ...address, name: 'template1' }, act, options);
  try {
    return await act(from);
  } finally {
    await from.close().catch(() => undefined);
  }
}

/**
 * Ends every other session at a database. Workers that vacuum it belong to no role: one that is no superuser may not end
 * them, and would end nobody then; the server itself ends them for whatever renames, copies or drops a database.
 */
export async function endConnections(server: Database, name: string): Promise<void> {
  await server.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = $1 AND pid <> pg_backend_pid() AND usesysid IS NOT NULL`,
    [name],
  );
}

/** Drops a database with whoever is connected to it; none there is fine. */
export async function dropDatabase(server: Database, name: string): Promise<void> {
  await endConnections(server, name).catch(() => undefined);
  await server.query(`DROP DATABASE IF EXISTS ${identifier(name)}`);
}

/** @throws BaiupError `database.cannot-create` when the role may not; whatever else went wrong as it is. */
export async function createDatabase(server: Database, sql: string): Promise<void> {
  try {
    await server.query(sql);
  } catch (error) {
    if (databaseErrorCode(error) !== notAllowed) throw error;
    const role = server.address.user;
    throw new BaiupError(
      'database.cannot-create',
      `role "${role}" may not create a database: ${String(error)}`,
      {
        hint: `as a superuser: ALTER ROLE ${identifier(role)} CREATEDB`,
        left: 'nothing was changed',
        cause: error,
      },
    );
  }
}
