import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { compareAccess } from '../../src/core/schema/access.ts';
import { readAlembicVersion } from '../../src/io/database/alembic-version.ts';
import { type DatabaseAddress, withDatabase } from '../../src/io/database/database.ts';
import { startMigrator } from '../../src/io/database/migrator.ts';
import { readAccess } from '../../src/io/database/read-access.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { secret } from '../../src/lib/secret.ts';
import { makeSmallRelease } from './small-release.ts';
import { type SmallServer, startSmallServer } from './small-server.ts';

/** A database that belongs to the manager's role, migrated by another. */
let folder: string;
let server: SmallServer;
let address: DatabaseAddress;
let environment: string;

/** What migrations make: tables, also one anew under its old name, sequences, types, views, functions. */
const body = `    op.execute("CREATE TYPE states AS ENUM ('on', 'off')")
    op.execute("CREATE TABLE more (id serial PRIMARY KEY, state states)")
    op.execute("CREATE SEQUENCE numbers")
    op.execute("CREATE VIEW seen AS SELECT id FROM more")
    op.execute("CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT n * 2'")
    op.execute('CREATE TABLE "100%s of it" (id int)')
    op.execute("CREATE TABLE other AS SELECT * FROM users")
    op.execute("DROP TABLE users")
    op.execute("ALTER TABLE other RENAME TO users")`;

const roles = `
  CREATE ROLE bai LOGIN PASSWORD 'example';
  CREATE ROLE "Report-ing" LOGIN PASSWORD 'example'; CREATE ROLE backup LOGIN PASSWORD 'example';
  CREATE ROLE auditor LOGIN PASSWORD 'example'; CREATE ROLE billing LOGIN PASSWORD 'example';
  CREATE ROLE migrator LOGIN PASSWORD 'example' IN ROLE bai;`;

const tables = `
  GRANT ALL ON SCHEMA public TO bai;
  CREATE TABLE things (id serial PRIMARY KEY, name varchar(40)); CREATE TABLE users (id int, name text);
  CREATE TABLE kernels (id int); CREATE TABLE alembic_version (version_num varchar(32));
  INSERT INTO alembic_version VALUES ('first');
  ALTER TABLE things OWNER TO bai; ALTER TABLE users OWNER TO bai; ALTER TABLE kernels OWNER TO bai;
  ALTER TABLE alembic_version OWNER TO bai;
  GRANT SELECT ON ALL TABLES IN SCHEMA public TO "Report-ing" WITH GRANT OPTION;
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "Report-ing";
  GRANT SELECT ON users TO billing; GRANT UPDATE (name) ON users TO auditor;
  ALTER DEFAULT PRIVILEGES FOR ROLE bai IN SCHEMA public GRANT SELECT ON TABLES TO backup;
  ALTER DEFAULT PRIVILEGES FOR ROLE bai GRANT SELECT ON SEQUENCES TO backup;
  ALTER DEFAULT PRIVILEGES FOR ROLE bai REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
  ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON TABLES TO auditor;`;

const ask = (sql: string, user = address.user, password = address.password) =>
  withDatabase({ ...address, user, password }, (database) => database.query(sql));

beforeAll(async () => {
  server = await startSmallServer();
  ({ folder, address } = server);
  const revisions = [
    { id: 'first', body: '    pass' },
    { id: 'second', body },
  ];
  environment = await makeSmallRelease(join(folder, 'environment'), revisions);
  await server.createDatabase('small');
  await ask(roles);
});

beforeEach(async () => {
  await server.createDatabase('small');
  await ask(tables);
});

afterAll(async () => {
  await server?.close();
});

async function migrate(user: Pick<DatabaseAddress, 'user' | 'password'>) {
  const run = await startMigrator({
    host: thisMachine,
    python: join(environment, 'bin/python'),
    workdir: folder,
    address: { ...address, ...user },
    from: ['first'],
    run: ['second'],
    head: 'second',
  });
  await run.go();
}

const acl = async (names: string) => {
  const rows = await ask(
    `SELECT relname AS name, relacl::text AS acl FROM pg_class WHERE relname IN (${names})`,
  );
  return Object.fromEntries(rows.map(({ name, acl: text }) => [name, text]));
};

it.each([
  ['a superuser', 'postgres', 'small'],
  ['a member of the owner', 'migrator', 'example'],
  ['the owner itself', 'bai', 'example'],
])('what %s makes belongs to the owner of the rest, with the same rights', async (_who, user, password) => {
  const before = await withDatabase(address, readAccess);
  await migrate({ user, password: secret(password) });
  const after = await withDatabase(address, readAccess);
  expect(compareAccess(before, after)).toEqual([]);
  expect(new Set(Object.values(after.owners))).toEqual(new Set(['bai']));
  expect(Object.keys(after.owners)).toEqual(
    expect.arrayContaining([
      'type states',
      'table more',
      'sequence numbers',
      'view seen',
      'function twice(n integer)',
    ]),
  );
  const given = await acl("'more', 'numbers', 'users'");
  expect(given['more']).toBe('{bai=arwdDxt/bai,backup=r/bai,"\\"Report-ing\\"=r*/bai"}');
  expect(given['numbers']).toBe('{bai=rwU/bai,backup=r/bai,"\\"Report-ing\\"=U/bai"}');
  expect(given['users']).not.toContain('auditor=');
  await ask(
    'INSERT INTO more (state) VALUES (\'on\'); SELECT * FROM seen, users, "100%s of it"',
    'bai',
    secret('example'),
  );
  await ask('SELECT * FROM more, seen', 'Report-ing', secret('example'));
  await ask('SELECT * FROM users', 'billing', secret('example'));
  await ask("UPDATE users SET name = 'x'", 'auditor', secret('example'));
  await expect(ask('SELECT twice(1)', 'billing', secret('example'))).rejects.toThrow('permission denied');
});

it('nothing is kept where the rights cannot be given', async () => {
  await ask(`REVOKE bai FROM migrator; GRANT ALL ON SCHEMA public TO migrator; ALTER TABLE users OWNER TO migrator;
    ALTER TABLE alembic_version OWNER TO migrator; CREATE TABLE one (); ALTER TABLE one OWNER TO bai`);
  await expect(migrate({ user: 'migrator', password: secret('example') })).rejects.toMatchObject({
    code: 'migrator.roles',
    message: expect.stringContaining('belongs to bai'),
    hint: expect.stringContaining('member of the role'),
  });
  expect(await withDatabase(address, readAlembicVersion)).toEqual(['first']);
  await ask('GRANT bai TO migrator');
});
