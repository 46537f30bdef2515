import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type SmallServer, startSmallServer } from '../../../tests/real/small-server.ts';
import { compareCensus } from '../../core/census/compare.ts';
import { withDatabase } from './database.ts';
import { holdView } from './hold-view.ts';
import { readCapacity, readCensus } from './read-census.ts';

let server: SmallServer;
const sql = (text: string) => withDatabase(server.address, (database) => database.query(text));
const counted = () => withDatabase(server.address, (database) => readCensus(database));

const tables = `
  CREATE TABLE users (uuid uuid PRIMARY KEY, email text, status text, password text);
  CREATE TABLE resource_presets (name text PRIMARY KEY, resource_slots jsonb);
  CREATE TABLE sessions (id int PRIMARY KEY, status text, scaling_group_name text);
  CREATE TABLE container_registries (id int PRIMARY KEY, registry_name text, type text, project text);
  CREATE TABLE agents (id text PRIMARY KEY, status text, available_slots jsonb, compute_plugins jsonb);
  CREATE TABLE lamps (id int);
  CREATE TABLE alembic_version (version_num text);
  INSERT INTO users SELECT md5('u' || n)::uuid, 'u' || n || '@example.org', 'active', 's3cret' FROM generate_series(1, 3) n;
  INSERT INTO resource_presets VALUES ('small', '{"mem": "1", "cpu": "1"}');
  INSERT INTO sessions VALUES (1, 'RUNNING', 'default'), (2, 'RUNNING', NULL), (3, 'TERMINATED', 'default');
  INSERT INTO container_registries VALUES (1, 'cr', 'harbor2', 'b'), (2, 'cr', 'harbor2', 'a'), (3, 'local', 'local', NULL);
  INSERT INTO agents VALUES ('i1', 'ALIVE', '{"cpu": "4"}', '{"mock": {}, "cpu": {}}');
  INSERT INTO lamps VALUES (1), (2)`;

beforeAll(async () => {
  server = await startSmallServer();
});
afterAll(() => server?.close());
beforeEach(async () => {
  await server.createDatabase('small');
  await sql(tables);
});

it('counts kinds row by row, the rest by number, and keeps no secret', async () => {
  const census = await counted();
  expect(census.tables).toEqual({ lamps: 2 });
  expect(Object.values(census.kinds['users']?.rows ?? {})[0]).toEqual({
    email: 'u1@example.org',
    status: 'active',
    password: { hash: expect.stringMatching(/^[0-9a-f]{32}$/) },
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
    await sql('DELETE FROM users; DELETE FROM lamps');
    expect(await view.census(before)).toEqual(before);
  } finally {
    await view.close();
  }
  const { lost } = compareCensus(before, await counted(), new Set());
  expect(lost.map(({ kind, among }) => `${kind} ${among}`)).toEqual([
    'row-missing users',
    'row-missing users',
    'row-missing users',
    'rows-fewer table lamps',
  ]);
});

it('keeps many rows by key and column, and tells what is gone by name and what changed by column', async () => {
  await sql(`INSERT INTO users SELECT md5('m' || n)::uuid, 'm' || n || '@example.org', 'active', NULL
             FROM generate_series(1, 10100) n; ANALYZE users`);
  const before = await counted();
  expect(before.kinds['users']).toMatchObject({ count: 10103, columns: { status: expect.any(String) } });
  const now = () => withDatabase(server.address, (database) => readCensus(database, before));
  expect(compareCensus(before, await now(), new Set()).lost).toEqual([]);
  await sql(`UPDATE users SET status = 'inactive' WHERE email = 'm7@example.org'`);
  expect(compareCensus(before, await now(), new Set()).lost).toMatchObject([
    { kind: 'cell-other', object: 'status of some users' },
  ]);
  await sql(`DELETE FROM users WHERE email = 'm7@example.org'`);
  expect(compareCensus(before, await now(), new Set()).lost).toMatchObject([
    { kind: 'row-missing', object: expect.stringContaining('m7@example.org') },
  ]);
});

it('finds what agents offer where releases from 26.02 on keep it', async () => {
  await sql(`CREATE TABLE agent_resources (agent_id text, slot_name text, capacity numeric);
             INSERT INTO agent_resources VALUES ('i1', 'cpu', 2)`);
  const capacity = await withDatabase(server.address, readCapacity);
  expect(capacity.rows?.['i1']).toMatchObject({ slots: { cpu: 2 } });
});
