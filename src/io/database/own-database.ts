import { BaiupError } from '../../lib/errors.ts';
import { type Database, type DatabaseAddress, withDatabase } from './database.ts';
import { databaseErrorCode, noSuchDatabase } from './database-error.ts';
import { identifier, literal } from './identifier.ts';
import { besideDatabase, createDatabase, dropDatabase } from './server.ts';

const mark = 'baiup: made for an app-proxy coordinator';

/** Whether the server has a database of this name. @throws BaiupError `database.unreachable`, `database.refused` */
export async function databaseExists(address: DatabaseAddress): Promise<boolean> {
  try {
    await withDatabase(address, async () => undefined);
    return true;
  } catch (error) {
    if (error instanceof BaiupError && databaseErrorCode(error) === noSuchDatabase) return false;
    throw error;
  }
}

/** Whether the role may create databases on its server. */
export function mayCreate(address: DatabaseAddress): Promise<boolean> {
  return besideDatabase(address, async (server) => {
    const [row] = await server.query<{ may: boolean }>(
      'SELECT rolsuper OR rolcreatedb AS may FROM pg_roles WHERE rolname = current_user',
    );
    return row?.may ?? false;
  });
}

/** How many tables schema `public` has: none in a database that nobody has used. */
export async function countTables(database: Database): Promise<number> {
  const [row] = await database.query<{ count: string }>(
    "SELECT count(*)::text AS count FROM pg_tables WHERE schemaname = 'public'",
  );
  return Number(row?.count ?? 0);
}

/** Makes an empty database of the asking role that says whose it is. @throws BaiupError `database.cannot-create` */
export function makeOwnDatabase(address: DatabaseAddress): Promise<void> {
  return besideDatabase(address, async (server) => {
    const name = identifier(address.name);
    await createDatabase(server, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
    await server.query(`COMMENT ON DATABASE ${name} IS ${literal(mark)}`);
  });
}

/** Drops a database that `makeOwnDatabase` made; any other is left alone. @returns whether it was dropped */
export function dropOwnDatabase(address: DatabaseAddress): Promise<boolean> {
  return besideDatabase(address, async (server) => {
    const [row] = await server.query<{ comment: string | null }>(
      "SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = $1",
      [address.name],
    );
    if (row?.comment !== mark) return false;
    await dropDatabase(server, address.name);
    return true;
  });
}
