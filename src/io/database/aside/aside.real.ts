import { beforeAll, describe, expect, it } from 'vitest';
import { ownPostgres } from '../../../../tests/real/own-postgres.ts';
import { secret } from '../../../lib/secret.ts';
import { type DatabaseAddress, openDatabase, withDatabase } from '../database.ts';
import { besideDatabase } from '../server.ts';
import { asideDoor } from './aside-door.ts';
import { canSetAside } from './can-set-aside.ts';

const own = ownPostgres('aside');
const password = secret('aside');
const at = (name: string, user = 'postgres'): DatabaseAddress => ({ ...own().address, name, user, password });
const purpose = { run: '0123456789ab', hop: 1 };
const door = (name: string) => asideDoor(at(name), purpose);

const run = (name: string, ...statements: string[]) =>
  withDatabase(at(name), async (database) => {
    for (const statement of statements) await database.query(statement);
  });

const rowsOf = (name: string) =>
  withDatabase(at(name), async (database) =>
    (await database.query<{ n: number }>('SELECT n FROM things ORDER BY n')).map(({ n }) => n),
  );

/** All that a database is beside what is in it, and what is in it has of roles. */
const dressOf = (name: string) =>
  withDatabase(at(name), (database) =>
    database.query(
      `SELECT pg_get_userbyid(datdba) AS owner, ARRAY(SELECT unnest(datacl)::text ORDER BY 1) AS acl, datconnlimit, shobj_description(d.oid, 'pg_database') AS comment,
        to_jsonb(d)->>'datcollversion' AS collation, dattablespace, encoding, datcollate,
        ARRAY(SELECT coalesce(r.rolname, '') || ' ' || s.setconfig::text FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole
              WHERE s.setdatabase = d.oid ORDER BY 1) AS settings,
        ARRAY(SELECT defaclacl::text FROM pg_default_acl) AS defaults,
        (SELECT relacl::text FROM pg_class WHERE relname = 'things') AS things
       FROM pg_database d WHERE datname = current_database()`,
    ),
  );

async function make(name: string, ...more: string[]): Promise<void> {
  await besideDatabase(at(name), (server) => server.query(`CREATE DATABASE "${name}" OWNER owner`));
  await run(name, 'CREATE TABLE things (n int)', 'INSERT INTO things VALUES (1), (2)', ...more);
}

const databases = (like: string) =>
  besideDatabase(at(like), async (server) =>
    (
      await server.query<{ name: string }>(
        'SELECT datname::text AS name FROM pg_database WHERE starts_with(datname, $1) ORDER BY 1',
        [like],
      )
    ).map(({ name }) => name),
  );

beforeAll(async () => {
  await run(
    'postgres',
    "CREATE ROLE owner LOGIN CREATEDB PASSWORD 'aside'",
    'CREATE ROLE reader',
    "CREATE ROLE guest LOGIN PASSWORD 'aside'",
  );
});

describe('a database that is set aside', () => {
  it('is copied with all that belongs to it, and comes back with one more name', async () => {
    await make(
      'backend',
      "ALTER DATABASE backend SET work_mem TO '5MB'",
      'ALTER DATABASE backend SET search_path TO public, "$user"',
      "ALTER ROLE owner IN DATABASE backend SET timezone TO 'Asia/Seoul'",
      'GRANT CONNECT ON DATABASE backend TO reader WITH GRANT OPTION',
      'REVOKE TEMPORARY ON DATABASE backend FROM PUBLIC',
      "COMMENT ON DATABASE backend IS 'the cluster''s'",
      'ALTER DATABASE backend CONNECTION LIMIT 77',
      'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader',
      'GRANT SELECT ON things TO reader',
    );
    const before = await dressOf('backend');
    const { found, move, copy, drop, names } = door('backend');
    const { name } = await found();
    await move(['name', 'aside']);
    expect(await found()).toEqual({ aside: name });
    await copy();
    const copied = await found();
    expect(copied).toEqual({ aside: name, copy: expect.any(String) });
    await run(names.copy, 'INSERT INTO things VALUES (3)');
    await move(['copy', 'name']);
    expect(await dressOf('backend')).toEqual(before);
    expect([await rowsOf('backend'), await rowsOf(names.aside)]).toEqual([
      [1, 2, 3],
      [1, 2],
    ]);
    await move(['name', 'undone'], ['aside', 'name']);
    expect(await found()).toEqual({ name, undone: copied.copy });
    expect([await rowsOf('backend'), await dressOf('backend')]).toEqual([[1, 2], before]);
    await drop('undone');
    await drop('undone');
    expect(await databases('backend')).toEqual(['backend']);
  });

  it('ends whoever is connected, and copies anew over a copy that is there', async () => {
    await make('visited');
    const { move, copy, found, revisions } = door('visited');
    const visitors = await Promise.all([1, 2].map(() => openDatabase(at('visited'))));
    await move(['name', 'aside']);
    await expect(visitors[0]?.query('SELECT 1')).rejects.toThrow();
    await copy();
    const { copy: first } = await found();
    await copy();
    const { copy: second } = await found();
    expect(second).not.toBe(first);
    expect(await revisions('copy')).toEqual([]);
  });

  it('keeps its name where another has it: both move, or none', async () => {
    await make('taken');
    const { move, found, names } = door('taken');
    await make(names.aside);
    const before = await found();
    await expect(move(['name', 'aside'])).rejects.toMatchObject({ code: 'database.failed' });
    await expect(move(['name', 'undone'], ['copy', 'name'])).rejects.toMatchObject({
      code: 'database.refused',
    });
    expect(await found()).toEqual(before);
  });

  it('says who may not be ended', async () => {
    await make('guarded');
    const visitor = await openDatabase(at('guarded'));
    const { move, found } = asideDoor(at('guarded', 'owner'), purpose);
    await expect(move(['name', 'aside'])).rejects.toMatchObject({
      code: 'database.busy',
      message: expect.stringContaining('postgres'),
    });
    expect(Object.keys(await found())).toEqual(['name']);
    await visitor.close();
  });
});

describe('whether it can be set aside', () => {
  const codes = (name: string, user = 'postgres', free?: number) =>
    withDatabase(at(name, user), async (database) =>
      (await canSetAside(database, { free })).map(({ code }) => code),
    );

  it('is asked before the stop', async () => {
    await make('plain');
    expect(await codes('plain')).toEqual([]);
    expect(await codes('plain', 'owner')).toEqual([]);
    expect(await codes('plain', 'guest')).toEqual(['capture.cannot-create', 'capture.not-owner']);
    expect(await codes('plain', 'owner', 1e6)).toEqual(['capture.no-room']);
    expect(await codes('postgres')).toEqual(['capture.system-database']);
  });

  it('is not where something is bound to it', async () => {
    await make('bound', 'CREATE PUBLICATION all_things FOR ALL TABLES');
    await run('bound', "ALTER DATABASE bound SET log_statement TO 'all'");
    expect(await codes('bound')).toEqual(['capture.publication']);
    const visitor = await openDatabase(at('bound'));
    expect(await codes('bound', 'owner')).toEqual([
      'capture.settings',
      'capture.unendable',
      'capture.publication',
    ]);
    await visitor.close();
  });
});
