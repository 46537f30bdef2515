import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ownPostgres } from '../../../../tests/real/own-postgres.ts';
import { gather } from '../../../lib/gather.ts';
import { type DatabaseAddress, withDatabase } from '../database.ts';
import { workloadsIn } from './workloads-in.ts';

const own = ownPostgres('seen');
let address: DatabaseAddress;

const query = (text: string) => withDatabase(address, (database) => database.query(text));
const id = (digit: string): string => `${digit.repeat(8)}-0000-4000-8000-000000000000`;

async function read() {
  const source = await workloadsIn(address);
  try {
    const sessions = await gather(source.sessions());
    const [agents, endpoints, folders] = [
      await source.agents(),
      await source.endpoints(),
      await source.folders(),
    ];
    return { sessions, agents, endpoints, folders };
  } finally {
    await source.close();
  }
}

beforeAll(() => {
  address = own().address;
});

/** What every release has: people, projects, an agent, and kernels. */
const people = `
  CREATE TABLE users (uuid uuid, email text);
  INSERT INTO users VALUES ('${id('a')}', 'ana@example.com');
  CREATE TABLE groups (id uuid, name text);
  INSERT INTO groups VALUES ('${id('b')}', 'vision');`;

beforeEach(async () => {
  await query(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${people}`);
});

const common = {
  owner: 'ana@example.com',
  accessKey: 'AK1',
  project: 'vision',
  domain: 'default',
  resourceGroup: 'gpu',
};

describe('workloads as the database has them', () => {
  it('22.09: sessions are what their kernels have in common; there are neither endpoints nor states of folders', async () => {
    await query(`
      CREATE TABLE agents (id text, status text, version text, scaling_group text, schedulable boolean,
                           available_slots jsonb, occupied_slots jsonb);
      INSERT INTO agents VALUES ('i-1', 'ALIVE', '22.09.5', 'gpu', true, '{"cpu": "8"}', '{"cpu": "3"}'),
                                ('i-2', 'TERMINATED', '22.09.5', 'gpu', true, '{}', '{}');
      CREATE TABLE kernels (id uuid, session_id uuid, session_name text, session_type text, status text, status_info text,
        user_uuid uuid, access_key text, group_id uuid, domain_name text, scaling_group text, image text,
        cluster_role text, agent text, occupied_slots jsonb, created_at timestamptz);
      INSERT INTO kernels VALUES
        ('${id('1')}', '${id('1')}', 'one', 'BATCH', 'RUNNING', NULL, '${id('a')}', 'AK1', '${id('b')}', 'default', 'gpu', 'python', 'main', 'i-1', '{"cpu": "1", "mem": "5"}', '2026-01-02Z'),
        ('${id('2')}', '${id('1')}', 'one', 'BATCH', 'RUNNING', NULL, '${id('a')}', 'AK1', '${id('b')}', 'default', 'gpu', 'python', 'sub', 'i-2', '{"cpu": "2"}', '2026-01-02Z'),
        ('${id('3')}', '${id('3')}', 'over', 'BATCH', 'TERMINATED', NULL, '${id('a')}', 'AK1', '${id('b')}', 'default', 'gpu', 'python', 'main', 'i-1', '{"cpu": "2"}', '2026-01-01Z');
      ALTER TABLE kernels ADD tag text; UPDATE kernels SET tag = 'nightly' WHERE cluster_role = 'main';
      CREATE TABLE vfolders (id uuid, name text)`);
    expect(await read()).toEqual({
      sessions: [
        {
          ...{ ...common, id: id('1'), name: 'one', kind: 'batch', status: 'RUNNING', image: 'python' },
          ...{
            label: 'nightly',
            agents: ['i-1', 'i-2'],
            created: Date.parse('2026-01-02Z'),
            slots: { cpu: 3, mem: 5 },
          },
        },
      ],
      agents: [
        {
          ...{ id: 'i-1', status: 'ALIVE', version: '22.09.5', resourceGroup: 'gpu', schedulable: true },
          ...{ capacity: { cpu: 8 }, occupied: { cpu: 3 }, sessions: 1 },
        },
      ],
      endpoints: [],
      folders: [],
    });
  });

  const sessionColumns = `id uuid, name text, session_type text, status text, status_info text, user_uuid uuid,
    access_key text, group_id uuid, domain_name text, scaling_group_name text, images text[], agent_ids text[],
    created_at timestamptz`;

  it('24.03: what waits comes last, with what it asks for; endpoints have their routes, folders their state', async () => {
    await query(`
      CREATE TABLE agents (id text, status text, scaling_group text, schedulable boolean);
      INSERT INTO agents VALUES ('i-1', 'LOST', 'gpu', false);
      CREATE TABLE kernels (session_id uuid, status text, agent text);
      INSERT INTO kernels VALUES ('${id('1')}', 'RUNNING', 'i-1'), ('${id('1')}', 'RUNNING', 'i-1');
      CREATE TABLE sessions (${sessionColumns}, occupying_slots jsonb, requested_slots jsonb);
      INSERT INTO sessions VALUES
        ('${id('2')}', NULL, 'INTERACTIVE', 'PENDING', 'no-available-instances', '${id('c')}', 'AK2', '${id('c')}', 'default', NULL, NULL, NULL, '2026-01-01Z', '{}', '{"cpu": "4"}'),
        ('${id('1')}', 'one', 'INFERENCE', 'RUNNING', '', '${id('a')}', 'AK1', '${id('b')}', 'default', 'gpu', '{python,other}', '{i-1}', '2026-01-02Z', '{"cpu": "1"}', '{"cpu": "9"}'),
        ('${id('3')}', 'over', 'BATCH', 'CANCELLED', NULL, '${id('a')}', 'AK1', '${id('b')}', 'default', 'gpu', '{}', '{}', '2026-01-01Z', '{}', '{}');
      CREATE TABLE endpoints (id uuid, name text, lifecycle_stage text, session_owner uuid, project uuid, domain text,
        resource_group text, url text, desired_session_count int);
      INSERT INTO endpoints VALUES
        ('${id('e')}', 'chat', 'CREATED', '${id('a')}', '${id('b')}', 'default', 'gpu', 'http://chat', 2),
        ('${id('f')}', 'gone', 'destroyed', '${id('a')}', '${id('b')}', 'default', 'gpu', NULL, -1);
      CREATE TABLE routings (id uuid, endpoint uuid, session uuid, status text);
      INSERT INTO routings VALUES ('${id('1')}', '${id('e')}', '${id('1')}', 'HEALTHY'), ('${id('2')}', '${id('e')}', NULL, 'provisioning');
      CREATE TABLE vfolders (id uuid, name text, status text, "user" uuid, "group" uuid, host text);
      INSERT INTO vfolders VALUES
        ('${id('1')}', 'data', 'cloning', NULL, '${id('b')}', 'local:volume1'),
        ('${id('2')}', 'old', 'DELETE_ONGOING', '${id('a')}', NULL, 'local:volume1'),
        ('${id('3')}', 'idle', 'ready', '${id('a')}', NULL, 'local:volume1')`);
    expect(await read()).toEqual({
      sessions: [
        {
          ...{ ...common, id: id('1'), name: 'one', kind: 'inference', status: 'RUNNING', image: 'python' },
          ...{ agents: ['i-1'], created: Date.parse('2026-01-02Z'), slots: { cpu: 1 } },
        },
        {
          ...{ id: id('2'), name: '', kind: 'interactive', status: 'PENDING', accessKey: 'AK2' },
          ...{ info: 'no-available-instances', domain: 'default', agents: [], slots: { cpu: 4 } },
          created: Date.parse('2026-01-01Z'),
        },
      ],
      agents: [
        {
          ...{ id: 'i-1', status: 'LOST', resourceGroup: 'gpu', schedulable: false },
          ...{ capacity: {}, occupied: {}, sessions: 1 },
        },
      ],
      endpoints: [
        {
          ...{ id: id('e'), name: 'chat', stage: 'created', owner: 'ana@example.com', project: 'vision' },
          ...{ domain: 'default', resourceGroup: 'gpu', url: 'http://chat', replicas: 2 },
          routes: [{ session: id('1'), status: 'healthy' }, { status: 'provisioning' }],
        },
      ],
      folders: [
        { id: id('1'), name: 'data', status: 'cloning', owner: 'vision', host: 'local:volume1' },
        {
          ...{ id: id('2'), name: 'old', status: 'delete_ongoing' },
          ...{ owner: 'ana@example.com', host: 'local:volume1' },
        },
      ],
    });
  });

  it('26.09: slots are in tables of their own', async () => {
    await query(`
      CREATE TABLE agents (id text, status text, scaling_group text, schedulable boolean);
      INSERT INTO agents VALUES ('i-1', 'ALIVE', 'gpu', true);
      CREATE TABLE agent_resources (agent_id text, slot_name text, capacity numeric(24,6), used numeric(24,6));
      INSERT INTO agent_resources VALUES ('i-1', 'cpu', 8, 3), ('i-1', 'cuda.shares', 2, 0.5);
      CREATE TABLE kernels (id uuid, session_id uuid, status text, agent text);
      INSERT INTO kernels VALUES ('${id('1')}', '${id('1')}', 'RUNNING', 'i-1'), ('${id('2')}', '${id('1')}', 'RUNNING', 'i-1'),
                                 ('${id('3')}', '${id('2')}', 'PENDING', NULL);
      CREATE TABLE resource_allocations (kernel_id uuid, slot_name text, requested numeric(24,6), used numeric(24,6));
      INSERT INTO resource_allocations VALUES ('${id('1')}', 'cpu', 9, 1), ('${id('2')}', 'cpu', 9, 2),
        ('${id('1')}', 'cuda.shares', 1, 0.5), ('${id('3')}', 'cpu', 4, NULL);
      CREATE TABLE sessions (${sessionColumns});
      INSERT INTO sessions VALUES
        ('${id('1')}', 'one', 'interactive', 'RUNNING', NULL, '${id('a')}', 'AK1', '${id('b')}', 'default', 'gpu', '{python}', '{i-1}', '2026-01-02Z'),
        ('${id('2')}', 'two', 'interactive', 'PENDING', NULL, '${id('a')}', 'AK1', '${id('b')}', 'default', 'gpu', '{python}', NULL, '2026-01-01Z')`);
    const { sessions, agents } = await read();
    expect(sessions.map(({ name, slots }) => ({ name, slots }))).toEqual([
      { name: 'one', slots: { cpu: 3, 'cuda.shares': 0.5 } },
      { name: 'two', slots: { cpu: 4 } },
    ]);
    expect(agents).toMatchObject([
      { capacity: { cpu: 8, 'cuda.shares': 2 }, occupied: { cpu: 3, 'cuda.shares': 0.5 } },
    ]);
  });

  it('more than one batch comes whole and in order', async () => {
    await query(`
      CREATE TABLE agents (id text, status text);
      CREATE TABLE kernels (session_id uuid, status text, agent text);
      CREATE TABLE sessions (${sessionColumns}, occupying_slots jsonb);
      INSERT INTO sessions SELECT gen_random_uuid(), 's' || n, 'INTERACTIVE', 'RUNNING', NULL, '${id('a')}', 'AK1', '${id('b')}',
        'default', 'gpu', '{python}', '{i-1}', '2026-01-01Z'::timestamptz + n * interval '1 second', '{}' FROM generate_series(1, 4001) n`);
    const names = (await read()).sessions.map(({ name }) => name);
    expect(names).toEqual(Array.from({ length: 4001 }, (_, n) => `s${n + 1}`));
  });
});
