import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secret } from '../../lib/secret.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import { wheelFolder } from '../python/wheel-folder.ts';
import { findPostgresPrograms } from '../services/find-postgres-programs.ts';
import { freePorts } from '../services/free-ports.ts';
import type { PostgresPrograms } from '../services/postgres-programs.ts';
import { type PostgresServer, postgresServer } from '../services/postgres-server.ts';
import { readAlembicVersion } from './alembic-version.ts';
import { canRestore } from './can-restore.ts';
import { type DatabaseAddress, openDatabase, withDatabase } from './database.ts';
import { dumpDatabase } from './dump.ts';
import { identifier } from './identifier.ts';
import { introspect } from './introspect.ts';
import { loadDump } from './load-dump.ts';
import { restoreDatabase } from './restore.ts';
import { createScratch, dropScratch, dropScratchLeftovers } from './scratch.ts';
import { scratchName } from './scratch-name.ts';
import { sealDump } from './seal.ts';
import { besideDatabase, dropDatabase } from './server.ts';

const host = thisMachine;
let folder: string;
let server: PostgresServer;
let tools: PostgresPrograms;
let address: DatabaseAddress;

async function largestOf(path: string): Promise<string> {
  const sizes = await Promise.all(
    (await readdir(path)).map(async (name) => ({ name, size: (await stat(join(path, name))).size })),
  );
  return sizes.sort((a, b) => b.size - a.size)[0]?.name ?? '';
}

const tables = `
  CREATE EXTENSION "uuid-ossp";
  CREATE TYPE userroles AS ENUM ('admin', 'user');
  CREATE TABLE users (
    id uuid DEFAULT uuid_generate_v4() CONSTRAINT pk_users PRIMARY KEY,
    name character varying(64) NOT NULL, role userroles, CONSTRAINT ck_users_name CHECK (name <> ''));
  CREATE INDEX ix_users_name ON users (name);
  CREATE TABLE jobs (id bigserial PRIMARY KEY, owner uuid REFERENCES users(id) ON DELETE CASCADE, at timestamptz DEFAULT now());
  INSERT INTO users (name, role) SELECT 'user ' || n, 'user' FROM generate_series(1, 1000) n;
  INSERT INTO jobs (owner) SELECT id FROM users;
  CREATE TABLE alembic_version (version_num varchar(32));
  INSERT INTO alembic_version VALUES ('3596bc12ec09');
  COMMENT ON DATABASE backend IS 'the cluster''s';
  ALTER DATABASE backend SET timezone TO 'UTC';
  GRANT CONNECT ON DATABASE backend TO guest;
  REVOKE CONNECT ON DATABASE backend FROM PUBLIC`;

const contents = (of: DatabaseAddress) =>
  withDatabase(of, (database) =>
    database.query(`SELECT (SELECT md5(string_agg(u::text, '' ORDER BY id)) FROM users u) AS users,
      (SELECT md5(string_agg(j::text, '' ORDER BY id)) FROM jobs j) AS jobs, (SELECT last_value::text FROM jobs_id_seq) AS next`),
  );

const databases = () =>
  besideDatabase(address, async (beside) =>
    (await beside.query<{ name: string }>('SELECT datname AS name FROM pg_database ORDER BY 1')).map(
      (row) => row.name,
    ),
  );

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-database-'));
  tools = await findPostgresPrograms({ wheels: wheelFolder });
  const [port = 0] = await freePorts(1);
  const password = secret("p'a\\ss %40");
  server = postgresServer({ folder: join(folder, 'server'), port, password, scratch: true }, tools);
  await server.init();
  await server.start({ timeoutMs: 30_000 });
  address = { host: '127.0.0.1', port, name: 'backend', user: 'postgres', password };
  await server.createDatabase('backend');
  await withDatabase(address, async (database) => {
    await database.query(`CREATE ROLE guest LOGIN PASSWORD 'guest'`);
    await database.query(tables);
  });
});

afterAll(async () => {
  await server?.stop({ timeoutMs: 30_000 });
  await rm(folder, { recursive: true, force: true });
});

describe('a connection', () => {
  it.each([
    ['nobody listens', { port: 1 }, 'database.unreachable'],
    ['the password is wrong', { password: secret('wrong') }, 'database.refused'],
    ['there is no such database', { name: 'nothing' }, 'database.refused'],
  ])('says that %s', async (_what, other, code) => {
    await expect(openDatabase({ ...address, ...other })).rejects.toMatchObject({
      code,
      hint: expect.any(String),
    });
  });

  it('reads the revision rows, none where there is no table', async () => {
    expect(await withDatabase(address, readAlembicVersion)).toEqual(['3596bc12ec09']);
    expect(await withDatabase({ ...address, name: 'postgres' }, readAlembicVersion)).toEqual([]);
  });
});

describe('dump and restore', () => {
  it('brings everything back, whatever happened in between and whoever is connected', async () => {
    const dump = { host, tools, address, folder: join(folder, 'whole.dump') };
    const schema = await withDatabase(address, introspect);
    const before = await contents(address);
    expect((await dumpDatabase(dump)).size).toBeGreaterThan(10_000);
    expect((await stat(dump.folder)).mode & 0o777).toBe(0o700);
    const [first = ''] = await readdir(dump.folder);
    expect((await stat(join(dump.folder, first))).mode & 0o077).toBe(0);
    expect((await sealDump(host, dump.folder)).files).toBeGreaterThan(3);
    const visitor = await openDatabase(address);
    await visitor.query(
      "DROP TABLE jobs; ALTER TYPE userroles ADD VALUE 'monitor'; UPDATE users SET name = 'x'",
    );
    await restoreDatabase(dump);
    expect(await withDatabase(address, introspect)).toEqual(schema);
    expect(await contents(address)).toEqual(before);
    const shape = `SELECT d.datacl::text, shobj_description(d.oid, 'pg_database'), s.setconfig FROM pg_database d
      JOIN pg_db_role_setting s ON s.setdatabase = d.oid WHERE d.datname = current_database()`;
    const [row] = await withDatabase(address, (database) => database.query(shape));
    expect(row).toMatchObject({ shobj_description: "the cluster's", setconfig: ['TimeZone=UTC'] });
    expect(row?.['datacl']).toContain('guest=c/postgres');
    expect(await databases()).toEqual(['backend', 'postgres', 'template0', 'template1']);
  });

  it('loses nothing when the dump is damaged, cut off or not there', async () => {
    const dump = { host, tools, address, folder: join(folder, 'cut.dump') };
    await dumpDatabase(dump);
    const users = join(dump.folder, await largestOf(dump.folder));
    const whole = await readFile(users);
    const before = await withDatabase(address, introspect);
    await writeFile(users, 'not a table\n');
    await expect(restoreDatabase(dump)).rejects.toMatchObject({ code: 'database.restore-failed' });
    await writeFile(users, whole);
    await sealDump(host, dump.folder);
    await writeFile(users, whole.subarray(0, 9000));
    await expect(restoreDatabase(dump)).rejects.toMatchObject({ code: 'database.dump-damaged' });
    await rm(users);
    await expect(restoreDatabase(dump)).rejects.toMatchObject({ code: 'database.dump-damaged' });
    const missing = { ...dump, folder: join(folder, 'none.dump') };
    await expect(restoreDatabase(missing)).rejects.toMatchObject({ code: 'database.restore-failed' });
    expect(await withDatabase(address, introspect)).toEqual(before);
    expect(await databases()).toEqual(['backend', 'postgres', 'template0', 'template1']);
  });

  it('leaves no half-written dump where it fails', async () => {
    const below = join(folder, 'failing');
    const full = join(folder, 'pg_dump-on-full-disk');
    const limited = `#!/bin/sh\ntrap '' XFSZ\nulimit -f 8\nexec ${tools.pgDump} "$@"\n`;
    await writeFile(full, limited, { mode: 0o755 });
    const dump = (pgDump: string, clientVersion = tools.clientVersion) =>
      dumpDatabase({
        host,
        tools: { ...tools, pgDump, clientVersion },
        address,
        folder: join(below, 'x.dump'),
      });
    await expect(dump(full)).rejects.toMatchObject({
      code: 'database.dump-failed',
      message: expect.stringContaining('File too large'),
      hint: expect.stringContaining('make room'),
      left: expect.stringContaining('nothing was changed'),
    });
    await expect(dump('/nowhere/pg_dump')).rejects.toMatchObject({ code: 'database.dump-failed' });
    const older = join(folder, 'pg_dump-of-before');
    const mismatch = 'pg_dump: error: aborting because of server version mismatch';
    await writeFile(older, `#!/bin/sh\necho '${mismatch}' >&2\nexit 1\n`, { mode: 0o755 });
    await expect(dump(older, [9])).rejects.toMatchObject({ code: 'database.dump-tool-older' });
    expect(await readdir(below)).toEqual([]);
  });
});

describe('a role without rights', () => {
  it('is found before anything is stopped', async () => {
    const guest = { ...address, user: 'guest', password: secret('guest') };
    const findings = await withDatabase(guest, canRestore);
    expect(findings.map((one) => one.code)).toEqual([
      'database.cannot-create',
      'database.not-owner',
      'database.foreign-owner',
    ]);
    expect(await withDatabase(address, canRestore)).toEqual([]);
    await withDatabase(address, (database) =>
      database.query(`CREATE ROLE keeper LOGIN CREATEDB PASSWORD 'keeper'; CREATE ROLE other;
        ALTER DEFAULT PRIVILEGES FOR ROLE other GRANT SELECT ON TABLES TO guest; GRANT postgres TO keeper;
        REVOKE CREATE ON SCHEMA public FROM PUBLIC; CREATE TABLE confined (); ALTER TABLE confined OWNER TO other`),
    );
    const keeper = { ...address, user: 'keeper', password: secret('keeper') };
    // Functions of extensions belong to whoever made them, and nobody has to give them back.
    expect(await withDatabase(keeper, canRestore)).toMatchObject([
      { code: 'database.foreign-owner', summary: expect.stringContaining('role "other"') },
      { code: 'database.owner-confined', hint: expect.stringContaining('TO "other"') },
    ]);
    await withDatabase(address, (database) =>
      database.query('DROP OWNED BY other; REVOKE postgres FROM keeper'),
    );
    await expect(createScratch(guest, { run: 'a1b2c3d4e5f6', hop: 1 })).rejects.toMatchObject({
      code: 'database.cannot-create',
    });
  });
});

describe('scratch databases', () => {
  it('are made, filled, and found again when left behind', async () => {
    const purpose = { run: 'a1b2c3d4e5f6', hop: 1 };
    const scratch = await createScratch(address, purpose);
    expect(scratch.name).toBe(scratchName('backend', purpose));
    const dump = { host, tools, folder: join(folder, 'copy.dump') };
    await dumpDatabase({ ...dump, address });
    await loadDump({ ...dump, address: scratch, ownerless: true });
    expect(await withDatabase(scratch, introspect)).toEqual(await withDatabase(address, introspect));
    const another = { ...address, name: 'another' };
    await createScratch(another, purpose);
    expect(await dropScratchLeftovers(address)).toEqual([scratch.name]);
    await dropScratch(another, purpose);
    await dropScratch(address, purpose);
    expect(await databases()).toEqual(['backend', 'postgres', 'template0', 'template1']);
  });

  it('are dropped without their mark too, which a killed process may not have set, and never another’s', async () => {
    const [killed, foreign] = [1, 2].map((hop) => ({ run: 'a1b2c3d4e5f6', hop }));
    if (!killed || !foreign) throw new Error('two purposes');
    const [markless, theirs] = [scratchName('backend', killed), scratchName('backend', foreign)];
    await besideDatabase(address, async (server) => {
      await server.query(`CREATE DATABASE ${identifier(markless)}`);
      await server.query(`CREATE DATABASE ${identifier(theirs)}`);
      await server.query(`COMMENT ON DATABASE ${identifier(theirs)} IS 'mine'`);
    });
    await expect(createScratch(address, foreign)).rejects.toMatchObject({ code: 'database.name-taken' });
    await dropScratch(address, foreign);
    expect(await dropScratchLeftovers(address)).toEqual([markless]);
    expect(await databases()).toContain(theirs);
    await besideDatabase(address, (server) => dropDatabase(server, theirs));
  });
});

it('introspects in a stable, plain form', async () => {
  const schema = await withDatabase(address, introspect);
  expect(schema).toMatchObject({
    types: { userroles: ['admin', 'user'] },
    sequences: { jobs_id_seq: 'bigint' },
    extensions: ['uuid-ossp'],
    tables: {
      users: {
        columns: {
          id: { type: 'uuid', nullable: false, default: 'uuid_generate_v4()' },
          name: { type: 'character varying(64)', nullable: false, default: null },
          role: { type: 'userroles', nullable: true, default: null },
        },
        constraints: [
          { name: 'ck_users_name', kind: 'check', definition: "CHECK (((name)::text <> ''::text))" },
          { name: 'pk_users', kind: 'primary', definition: 'PRIMARY KEY (id)' },
        ],
        indexes: [
          {
            name: 'ix_users_name',
            definition: 'CREATE INDEX ix_users_name ON public.users USING btree (name)',
          },
        ],
      },
    },
  });
  expect(Object.keys(schema.tables)).toEqual(['jobs', 'users']);
});

it('introspects what no table holds', async () => {
  await server.createDatabase('told');
  const told = await withDatabase({ ...address, name: 'told' }, async (database) => {
    for (const sql of [
      'CREATE TABLE users (id int)',
      'CREATE VIEW people AS SELECT id FROM users',
      'CREATE RULE never AS ON DELETE TO users DO INSTEAD NOTHING',
      'CREATE FUNCTION noted() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$',
      'CREATE EVENT TRIGGER note ON ddl_command_end EXECUTE FUNCTION noted()',
      'CREATE PUBLICATION copies FOR TABLE users',
      'CREATE FOREIGN DATA WRAPPER nothing',
      "CREATE SERVER far FOREIGN DATA WRAPPER nothing OPTIONS (host 'elsewhere')",
      'CREATE FOREIGN TABLE far_users (id int) SERVER far',
    ])
      await database.query(sql);
    return introspect(database);
  });
  expect(Object.keys(told.others ?? {}).sort()).toEqual([
    'event trigger note',
    'foreign server far',
    'foreign table far_users',
    'function noted()',
    'publication copies',
    'rule never on users',
    'view people',
  ]);
  expect(JSON.stringify(told)).not.toContain('elsewhere');
});
