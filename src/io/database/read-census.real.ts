import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type SmallServer, startSmallServer } from '../../../tests/real/small-server.ts';
import type { Census } from '../../core/census/census.ts';
import { compareCensus } from '../../core/census/compare.ts';
import { shapeOf } from '../../core/census/shape.ts';
import { joinCensus, splitCensus } from '../../core/census/split.ts';
import { withDatabase } from './database.ts';
import { holdView } from './hold-view.ts';
import { readCapacity, readCensus } from './read-census.ts';

let server: SmallServer;
const sql = (text: string) => withDatabase(server.address, (database) => database.query(text));
const counted = () => withDatabase(server.address, (database) => readCensus(database));

const tables = `
  CREATE TABLE users (uuid uuid PRIMARY KEY, email text, status text, status_info text, password text);
  CREATE TABLE resource_presets (name text PRIMARY KEY, resource_slots jsonb);
  CREATE TABLE sessions (id int PRIMARY KEY, status text, scaling_group_name text);
  CREATE TABLE container_registries (id int PRIMARY KEY, registry_name text, type text, project text);
  CREATE TABLE agents (id text PRIMARY KEY, status text, available_slots jsonb, compute_plugins jsonb);
  CREATE TABLE lamps (id int PRIMARY KEY, colour text, wired json);
  CREATE TABLE bulbs (watt int);
  CREATE SCHEMA hr;
  CREATE TABLE hr.people (no int PRIMARY KEY, name text);
  CREATE TABLE alembic_version (version_num text);
  INSERT INTO users SELECT md5('u' || n)::uuid, 'u' || n || '@example.org', 'active', 's3cret-info', 's3cret' FROM generate_series(1, 3) n;
  INSERT INTO resource_presets VALUES ('small', '{"mem": "1", "cpu": "1"}');
  INSERT INTO sessions VALUES (1, 'RUNNING', 'default'), (2, 'RUNNING', NULL), (3, 'TERMINATED', 'default');
  INSERT INTO container_registries VALUES (1, 'cr', 'harbor2', 'b'), (2, 'cr', 'harbor2', 'a'), (3, 'local', 'local', NULL);
  INSERT INTO agents VALUES ('i1', 'ALIVE', '{"cpu": "4"}', '{"mock": {}, "cpu": {}}');
  INSERT INTO lamps VALUES (1, 's3cret', '{"a":  1}'), (2, NULL, NULL);
  INSERT INTO bulbs VALUES (1), (1), (2);
  INSERT INTO hr.people VALUES (1, 'Ana'), (2, 'Ben')`;

beforeAll(async () => {
  server = await startSmallServer();
});
afterAll(() => server?.close());
beforeEach(async () => {
  await server.createDatabase('small');
  await sql(tables);
});

it('counts row by row what is few, and shows no cell that nobody has to see', async () => {
  const census = await counted();
  const hash = expect.stringMatching(/^[0-9a-f]{12}$/);
  expect(census.tables).toMatchObject({
    lamps: { rows: { 1: { colour: { hash }, wired: { hash } }, 2: { colour: { hash: null } } } },
    bulbs: { count: 3, columns: { watt: expect.any(String) } },
    'hr.people': { rows: { 1: { name: { hash } }, 2: { name: { hash } } } },
  });
  expect(Object.keys(census.tables)).toEqual([
    'hr.people',
    'bulbs',
    'container_registries',
    'lamps',
    'sessions',
  ]);
  expect(Object.values(census.kinds['users']?.rows ?? {})[0]).toEqual({
    email: 'u1@example.org',
    status: 'active',
    status_info: { hash },
    password: { hash },
  });
  expect(JSON.stringify(census)).not.toContain('s3cret');
  expect(census.kinds['sessions']).toEqual({
    count: 3,
    rows: {
      RUNNING: { rows: 1 },
      'RUNNING without a resource group': { rows: 1 },
      TERMINATED: { rows: 1 },
    },
  });
  expect(census.kinds['registries']?.rows).toEqual({
    cr: { type: 'harbor2', projects: ['a', 'b'] },
    local: { type: 'local', projects: [] },
  });
  expect(census.kinds['capacity of agents']?.rows).toEqual({
    i1: { status: 'ALIVE', slots: { cpu: '4' }, plugins: ['cpu', 'mock'] },
  });
});

it('holds a moment: what is written afterwards is not counted', async () => {
  const before = await counted();
  const view = await holdView(server.address);
  try {
    await sql('DELETE FROM users; DELETE FROM lamps; DELETE FROM agents');
    const [census, { slots }] = await Promise.all([view.census(before), view.slots()]);
    expect(census).toEqual(before);
    expect(slots).toEqual([{ name: 'cpu', count: 1, agents: ['i1'] }]);
  } finally {
    await view.close();
  }
  const { lost } = compareCensus(before, await counted(), { ran: new Set() });
  expect(lost.map(({ kind, among }) => `${kind} ${among}`)).toEqual([
    'row-missing users',
    'row-missing users',
    'row-missing users',
    'row-missing agents',
    'row-missing table lamps',
    'row-missing table lamps',
  ]);
});

it('keeps many rows by key and column, and tells what is gone by name and what changed by column', async () => {
  await sql(`INSERT INTO users SELECT md5('m' || n)::uuid, 'm' || n || '@example.org', 'active', NULL, NULL
             FROM generate_series(1, 10100) n; ANALYZE users`);
  const before = await counted();
  expect(before.kinds['users']).toMatchObject({ count: 10103, columns: { status: expect.any(String) } });
  const now = () => withDatabase(server.address, (database) => readCensus(database, before));
  expect(compareCensus(before, await now(), { ran: new Set() }).lost).toEqual([]);
  const likeIt = withDatabase(server.address, (database) => readCensus(database, shapeOf(before)));
  expect(await likeIt).toEqual(before);
  await sql(`UPDATE users SET status = 'inactive' WHERE email = 'm7@example.org'`);
  expect(compareCensus(before, await now(), { ran: new Set() }).lost).toMatchObject([
    { kind: 'cell-other', object: 'status of some users' },
  ]);
  await sql(`DELETE FROM users WHERE email = 'm7@example.org'`);
  expect(compareCensus(before, await now(), { ran: new Set() }).lost).toMatchObject([
    { kind: 'row-missing', object: expect.stringContaining('m7@example.org') },
  ]);
});

const lostSince = async (before: Census, ...revisions: string[]) => {
  const now = await withDatabase(server.address, (database) => readCensus(database, before));
  const { lost } = compareCensus(before, now, { ran: new Set(revisions) });
  return lost.map(({ kind, object }) => `${kind} ${object}`);
};

it.each<[string, string, string[]]>([
  [
    'a cell of a table',
    `UPDATE lamps SET colour = 'x' WHERE id = 1`,
    ['cell-other colour of row 1 of table lamps'],
  ],
  ['a row of a table', 'DELETE FROM lamps WHERE id = 2', ['row-missing row 2 of table lamps']],
  [
    'a cell that no kind names',
    `UPDATE users SET status_info = 'x' WHERE email = 'u2@example.org'`,
    [expect.stringMatching(/^cell-other status_info of user u2@example.org/)],
  ],
  ['rows that nothing identifies', 'DELETE FROM bulbs WHERE watt = 2', ['rows-fewer table bulbs']],
  ['cells of such', 'UPDATE bulbs SET watt = 2', ['cell-other column watt of table bulbs']],
  [
    'another schema',
    `UPDATE hr.people SET name = 'x' WHERE no = 2; DELETE FROM hr.people WHERE no = 1`,
    ['row-missing row 1 of table hr.people', 'cell-other name of row 2 of table hr.people'],
  ],
  [
    'a cell of a registry',
    `UPDATE container_registries SET type = 'x' WHERE id = 3`,
    [
      expect.stringMatching(/^cell-other type of .*local/),
      'cell-other type of row 3 of table container_registries',
    ],
  ],
])('tells %s', async (_what, change, lost) => {
  const before = await counted();
  await sql(change);
  expect(await lostSince(before)).toEqual(lost);
});

it.each([
  ['rows that a table gains', `INSERT INTO lamps VALUES (3, 'red'); INSERT INTO bulbs VALUES (7)`],
  ['a new column', `ALTER TABLE lamps ADD COLUMN made date DEFAULT now()`],
  ['a column that is gone', `ALTER TABLE lamps DROP COLUMN colour`],
  [
    'another type for the same value',
    `ALTER TABLE lamps ALTER COLUMN wired TYPE jsonb; ALTER TABLE lamps ALTER COLUMN colour TYPE varchar(99); ALTER TABLE hr.people ALTER COLUMN no TYPE bigint`,
  ],
  [
    'another primary key',
    `ALTER TABLE lamps DROP CONSTRAINT lamps_pkey; ALTER TABLE lamps ADD COLUMN row_id uuid PRIMARY KEY DEFAULT gen_random_uuid()`,
  ],
  ['a table that is new', `CREATE TABLE doors (id int PRIMARY KEY)`],
])('does not take %s for a loss', async (_what, change) => {
  const before = await counted();
  await sql(change);
  expect(await lostSince(before)).toEqual([]);
});

it('compares a part of very many rows, and finds the same part again', async () => {
  await sql(`INSERT INTO lamps SELECT n, 'red' FROM generate_series(3, 120000) n; ANALYZE lamps`);
  const before = await counted();
  expect(before.tables['lamps']).toMatchObject({
    count: 120_000,
    oneIn: 12,
    columns: { colour: expect.any(String) },
  });
  expect(before.tables['lamps']?.rows).toBeUndefined();
  expect(await lostSince(before)).toEqual([]);
  await sql(`UPDATE lamps SET colour = 'blue' WHERE id > 60000`);
  expect(await lostSince(before)).toEqual(['cell-other column colour of table lamps']);
  await sql('DELETE FROM lamps WHERE id = 7');
  expect(await lostSince(before)).toEqual(['rows-fewer table lamps']);
});

it('knows of many rows what explains that some of them go', async () => {
  await sql(`CREATE TABLE keypairs (access_key text PRIMARY KEY, secret_key text);
             INSERT INTO keypairs SELECT 'AK' || n, CASE WHEN n > 3 THEN 's3cret' END FROM generate_series(1, 10100) n; ANALYZE keypairs`);
  const before = await counted();
  expect(before.kinds['keypairs']?.columns).toBeDefined();
  expect(JSON.stringify(before)).not.toContain('s3cret');
  await sql('DELETE FROM keypairs WHERE secret_key IS NULL');
  expect(await lostSince(before)).toHaveLength(3);
  expect(await lostSince(before, 'e4a91c05df38')).toEqual([]);
  await sql(`DELETE FROM keypairs WHERE access_key = 'AK9'`);
  expect(await lostSince(before, 'e4a91c05df38')).toEqual(['row-missing keypair AK9']);
});

it('counts in two parts what it counts at once', async () => {
  const before = await counted();
  const { few, many } = splitCensus(before, 6);
  const [one, other] = await Promise.all(
    [few, many].map((like) => withDatabase(server.address, (database) => readCensus(database, like))),
  );
  expect([one, other].map((part) => Object.keys(part?.kinds ?? {}).length)).not.toContain(0);
  expect(joinCensus(one as Census, other as Census)).toEqual(before);
});

it('finds what agents offer where releases from 26.02 on keep it', async () => {
  await sql(`CREATE TABLE agent_resources (agent_id text, slot_name text, capacity numeric);
             INSERT INTO agent_resources VALUES ('i1', 'cpu', 2)`);
  const capacity = await withDatabase(server.address, readCapacity);
  expect(capacity.rows?.['i1']).toMatchObject({ slots: { cpu: 2 } });
});
