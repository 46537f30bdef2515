import type { DatabaseAddress } from '../database.ts';
import { besideDatabase } from '../server.ts';
import { lastAside } from './last-aside.ts';

/**
 * The database that was set aside last: where a run was cut in the middle, it is all that there is of it. Nobody has
 * written to it since.
 */
export async function asideBeside(address: DatabaseAddress): Promise<DatabaseAddress | undefined> {
  const rows = await besideDatabase(address, (server) =>
    server.query<{ name: string }>('SELECT datname::text AS name FROM pg_database ORDER BY oid DESC'),
  );
  const name = lastAside(
    address.name,
    rows.map((row) => row.name),
  );
  return name === undefined ? undefined : { ...address, name };
}
