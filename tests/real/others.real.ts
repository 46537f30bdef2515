import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  type Database,
  type DatabaseAddress,
  openDatabase,
  withDatabase,
} from '../../src/io/database/database.ts';
import { dumpDatabase } from '../../src/io/database/dump.ts';
import { startMigrator } from '../../src/io/database/migrator.ts';
import { readSessions, readTimeouts } from '../../src/io/database/read-sessions.ts';
import { portsOf } from '../../src/io/hosts/ports-of.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { findPostgresPrograms } from '../../src/io/services/find-postgres-programs.ts';
import { makeSmallRelease } from './small-release.ts';
import { type SmallServer, startSmallServer } from './small-server.ts';

/** Other programs at a database whose server ends what takes long. */
let folder: string;
let server: SmallServer;
let address: DatabaseAddress;
let environment: string;
let reader: Database;
const tools = findPostgresPrograms();

beforeAll(async () => {
  server = await startSmallServer();
  ({ folder, address } = server);
  const revisions = [
    { id: 'first', body: '    pass' },
    {
      id: 'second',
      body: '    op.execute("SELECT pg_sleep(0.5)"); op.execute("ALTER TABLE things ADD COLUMN more int")',
    },
  ];
  environment = await makeSmallRelease(join(folder, 'environment'), revisions);
});

beforeEach(async () => {
  await server.createDatabase('small');
  await withDatabase(address, (database) =>
    database.query(`CREATE TABLE things (id int); CREATE TABLE alembic_version (version_num varchar(32));
      INSERT INTO alembic_version VALUES ('first');
      ALTER DATABASE small SET lock_timeout = 1000; ALTER ROLE postgres IN DATABASE small SET statement_timeout = 100`),
  );
  reader = await openDatabase(address);
  await reader.query("SET application_name = 'report'");
});

afterAll(async () => {
  await server?.close();
});

const migrator = (as: DatabaseAddress = address) =>
  startMigrator({
    host: thisMachine,
    python: join(environment, 'bin/python'),
    workdir: folder,
    address: as,
    from: ['first'],
    run: ['second'],
    head: 'second',
    lockPatienceMs: 2_000,
  });

it('a server’s limits end no migration', async () => {
  expect(await withDatabase(address, readTimeouts)).toEqual([
    'lock_timeout=1000 ms',
    'statement_timeout=100 ms',
  ]);
  expect((await (await migrator()).go()).rows).toEqual(['second']);
  await reader.close();
});

it('who holds a lock that a migration or a dump waits for is named, with what ends it', async () => {
  await reader.query('BEGIN');
  await reader.query('SELECT count(*) FROM things');
  const [session] = await withDatabase(address, readSessions);
  expect(session).toMatchObject({
    program: 'report',
    user: 'postgres',
    locks: ['AccessShareLock on things'],
  });
  expect((await portsOf(thisMachine, [process.pid])).has(session?.port ?? 0)).toBe(true);
  const failed = await (await migrator()).go().catch((error: unknown) => error);
  expect(failed).toMatchObject({
    code: 'database.held',
    message: expect.stringMatching(
      /^revision second has waited 2 s for process \d+ \(report of postgres, from 127\.0\.0\.1, since \S+Z\), which holds AccessShareLock on things, to get AccessExclusiveLock on things\. /,
    ),
    hint: expect.stringContaining(`SELECT pg_terminate_backend(${session?.pid});`),
    left: expect.stringContaining('restored'),
  });
  await reader.query('LOCK TABLE things');
  const dump = { host: thisMachine, tools: await tools, address, folder: join(folder, 'held.dump') };
  await expect(dumpDatabase({ ...dump, lockPatienceMs: 500 })).rejects.toMatchObject({
    code: 'database.held',
    message: expect.stringMatching(
      /^the dump of "small" has waited 1 s for .* holds AccessExclusiveLock on things/,
    ),
    left: expect.stringContaining('no half-written dump'),
  });
  await reader.close();
});

it('who holds such a lock is named though our role may not see who is there', async () => {
  await withDatabase(address, async ({ query }) => {
    for (const role of ['upgrade', 'guest']) {
      await query(`DROP ROLE IF EXISTS ${role}`);
      await query(`CREATE ROLE ${role} LOGIN PASSWORD 'small'`);
    }
    await query('ALTER TABLE things OWNER TO upgrade; ALTER TABLE alembic_version OWNER TO upgrade');
    await query('GRANT CREATE ON SCHEMA public TO upgrade; GRANT SELECT ON things TO guest');
  });
  await reader.close();
  const guest = await openDatabase({ ...address, user: 'guest' });
  await guest.query("SET application_name = 'report'");
  await guest.query('BEGIN');
  await guest.query('SELECT count(*) FROM things');
  const ready = await migrator({ ...address, user: 'upgrade' });
  await expect(ready.go()).rejects.toMatchObject({
    code: 'database.held',
    message: expect.stringMatching(
      /has waited 2 s for process \d+ \(report of guest, of which our role may see no more\), which holds AccessShareLock on things, to get AccessExclusiveLock on things\./,
    ),
  });
  await guest.close();
});
