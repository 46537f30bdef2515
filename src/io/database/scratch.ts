import { BaiupError } from '../../lib/errors.ts';
import type { Database, DatabaseAddress } from './database.ts';
import { identifier, literal } from './identifier.ts';
import { type ScratchPurpose, scratchName, scratchPrefix } from './scratch-name.ts';
import { besideDatabase, createDatabase, dropDatabase } from './server.ts';

const markBegin = 'baiup: scratch of run ';

/** A process that is killed may have made one without its mark; its name alone then says whose it is. */
const isOurs = (comment: string | null): boolean => comment === null || comment.startsWith(markBegin);

/** Databases whose names begin so, with what they say of themselves. */
function databasesLike(server: Database, begin: string) {
  return server.query<{ name: string; comment: string | null }>(
    `SELECT datname AS name, shobj_description(oid, 'pg_database') AS comment FROM pg_database
     WHERE starts_with(datname::text, $1) ORDER BY 1`,
    [begin],
  );
}

/** Drops a scratch database. @returns whether none of its name is there any more */
async function dropOurs(server: Database, scratch: string): Promise<boolean> {
  const found = (await databasesLike(server, scratch)).find(({ name }) => name === scratch);
  if (!found) return true;
  if (!isOurs(found.comment)) return false;
  await dropDatabase(server, scratch);
  return true;
}

/**
 * An empty database on the server of `address`, of its encoding, for a fresh install of the target. Its name says
 * beside which database it is, and a comment which run made it: so it is found again when it is left behind.
 * @throws BaiupError `database.cannot-create`; `database.name-taken` where one of its name is somebody else's
 */
export async function createScratch(
  address: DatabaseAddress,
  purpose: ScratchPurpose,
): Promise<DatabaseAddress> {
  const name = scratchName(address.name, purpose);
  await besideDatabase(address, async (server) => {
    if (!(await dropOurs(server, name))) {
      throw new BaiupError('database.name-taken', `there is a database "${name}" that baiup did not make`, {
        left: 'nothing was changed',
        hint: 'rename that database, then type the command again',
      });
    }
    await createDatabase(server, `CREATE DATABASE ${identifier(name)} TEMPLATE template0 ENCODING 'UTF8'`);
    const mark = `${markBegin}${purpose.run} beside ${address.name}`;
    await server.query(`COMMENT ON DATABASE ${identifier(name)} IS ${literal(mark)}`);
  });
  return { ...address, name };
}

/** Drops a scratch database beside another; none there is fine. Anything that is not a scratch is left alone. */
export async function dropScratch(address: DatabaseAddress, purpose: ScratchPurpose): Promise<void> {
  await besideDatabase(address, (server) => dropOurs(server, scratchName(address.name, purpose)));
}

async function scratchesOf(server: Database, beside: string): Promise<string[]> {
  const found = await databasesLike(server, scratchPrefix(beside));
  return found.filter(({ comment }) => isOurs(comment)).map(({ name }) => name);
}

/** Names of the scratch databases beside a database, as any connection to it sees them. */
export const readScratches = (database: Database): Promise<string[]> =>
  scratchesOf(database, database.address.name);

/**
 * Drops what runs have left behind beside a database: a process that is killed drops nothing. Call it with the
 * cluster's lock held: then no other run has any that it needs.
 */
export async function dropScratchLeftovers(address: DatabaseAddress): Promise<readonly string[]> {
  return besideDatabase(address, async (server) => {
    const ours = await scratchesOf(server, address.name);
    for (const name of ours) await dropDatabase(server, name);
    return ours;
  });
}
