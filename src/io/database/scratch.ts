import type { DatabaseAddress } from './database.ts';
import { identifier, literal } from './identifier.ts';
import { besideDatabase, createDatabase, dropDatabase } from './server.ts';

const prefix = 'baiup_scratch_';
const mark = (cluster: string) => `baiup: scratch beside ${cluster}`;

/**
 * An empty database on the server of `address`, of its encoding, for a fresh install of the target. It says in
 * a comment which database it was made for.
 * @param id letters, digits and `_`; the run's, so that its leftovers are known
 * @throws BaiupError `database.cannot-create`
 */
export async function createScratch(address: DatabaseAddress, id: string): Promise<DatabaseAddress> {
  const name = `${prefix}${id.toLowerCase().replace(/[^a-z0-9_]/g, '_')}`.slice(0, 63);
  await besideDatabase(address, async (server) => {
    await dropDatabase(server, name);
    await createDatabase(server, `CREATE DATABASE ${identifier(name)} TEMPLATE template0 ENCODING 'UTF8'`);
    await server.query(`COMMENT ON DATABASE ${identifier(name)} IS ${literal(mark(address.name))}`);
  });
  return { ...address, name };
}

/** Drops a scratch database; none there is fine. Anything that is not a scratch is left alone. */
export async function dropScratch(scratch: DatabaseAddress): Promise<void> {
  if (!scratch.name.startsWith(prefix)) return;
  await besideDatabase(scratch, (server) => dropDatabase(server, scratch.name));
}

/** Drops what earlier runs on this database left behind. Call it with the cluster's lock held. */
export async function dropScratchLeftovers(address: DatabaseAddress): Promise<readonly string[]> {
  return besideDatabase(address, async (server) => {
    const rows = await server.query<{ name: string }>(
      `SELECT datname AS name FROM pg_database
       WHERE starts_with(datname::text, $1) AND shobj_description(oid, 'pg_database') = $2 ORDER BY 1`,
      [prefix, mark(address.name)],
    );
    for (const { name } of rows) await dropDatabase(server, name);
    return rows.map((row) => row.name);
  });
}
