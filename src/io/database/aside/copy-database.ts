import { BaiupError, messageOf } from '../../../lib/errors.ts';
import type { Database } from '../database.ts';
import { databaseErrorCode, diskFull, objectInUse } from '../database-error.ts';
import { type DatabaseShape, dressStatements, readShape } from '../database-shape.ts';
import { identifier, literal } from '../identifier.ts';
import { createDatabase, endConnections } from '../server.ts';

interface ServerFacts {
  readonly version: number;
  /** As it was when the database was made: a library that was renewed since is no reason to refuse a copy. */
  readonly collation: string | null;
}

async function factsOf(server: Database, name: string): Promise<ServerFacts> {
  const [row] = await server.query<ServerFacts>(
    `SELECT current_setting('server_version_num')::int AS version,
            (SELECT to_jsonb(d)->>'datcollversion' FROM pg_database d WHERE datname = $1) AS collation`,
    [name],
  );
  return row ?? { version: 0, collation: null };
}

/** Servers before 15 know one way, which copies files too. */
export function copyStatement(
  from: string,
  to: string,
  { owner }: Pick<DatabaseShape, 'owner'>,
  { version, collation }: ServerFacts,
): string {
  const since15 = [
    'STRATEGY FILE_COPY',
    ...(collation === null ? [] : [`COLLATION_VERSION ${literal(collation)}`]),
  ];
  return [
    `CREATE DATABASE ${identifier(to)} TEMPLATE ${identifier(from)} OWNER ${identifier(owner)}`,
    ...(version >= 150_000 ? since15 : []),
  ].join(' ');
}

/** What a file system that has no clones, or another file system below a tablespace, is told by. */
const noClones: ReadonlySet<string> = new Set(['0A000', '58030', '22023', 'XX000']);

async function create(server: Database, sql: string, version: number): Promise<void> {
  if (version < 180_000) return createDatabase(server, sql);
  try {
    await server.query('SET file_copy_method = clone');
    return await createDatabase(server, sql);
  } catch (error) {
    if (!noClones.has(databaseErrorCode(error) ?? '')) throw error;
  }
  await server.query('SET file_copy_method = copy');
  return createDatabase(server, sql);
}

/** Ends whoever makes a database of this name: a process of ours that was killed leaves the server at it. */
export async function endCopying(server: Database, name: string): Promise<void> {
  await server.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE pid <> pg_backend_pid() AND state = 'active' AND starts_with(query, $1)`,
    [`CREATE DATABASE ${identifier(name)} `],
  );
}

const tries = 3;

/** `disk_full`, and what PostgreSQL calls an error of the file system. */
const isFull = (error: unknown): boolean =>
  databaseErrorCode(error) === diskFull || /no space left on device/i.test(messageOf(error));

function noRoom(from: string, cause: unknown): BaiupError {
  return new BaiupError(
    'database.no-room',
    `the disk of the server became full while "${from}" was copied: ${messageOf(cause)}`,
    {
      left: `"${from}" is as it was, and the server has taken away what it had copied`,
      hint: 'make room there (what earlier runs keep: baiup runs, and then baiup forget), or plan with --capture dump',
      cause,
    },
  );
}

/** Who looks at all databases of a server, as monitoring does, may come again. The server itself waits for some seconds. */
async function whileBusy(copy: () => Promise<void>): Promise<void> {
  for (let left = tries; ; left -= 1) {
    try {
      return await copy();
    } catch (error) {
      if (databaseErrorCode(error) !== objectInUse || left <= 1) throw error;
    }
  }
}

/**
 * Copies a database on its server, with all that belongs to it beside its contents: owner, settings, grants, limit and
 * comment. Nobody may be connected to it meanwhile.
 * @throws BaiupError `database.no-room`, `database.cannot-create`, `database.failed`
 */
export async function copyDatabase(server: Database, from: string, to: string): Promise<void> {
  const [shape, facts] = [await readShape(server, from), await factsOf(server, from)];
  const statement = copyStatement(from, to, shape, facts);
  await whileBusy(async () => {
    await endConnections(server, from).catch(() => undefined);
    await create(server, statement, facts.version).catch((error: unknown) => {
      throw isFull(error) ? noRoom(from, error) : error;
    });
  });
  for (const each of dressStatements(to, shape)) await server.query(each);
}
