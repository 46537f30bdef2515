import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { secret } from '../../lib/secret.ts';
import { wheelFolder } from '../python/wheel-folder.ts';
import { findPostgresPrograms } from '../services/find-postgres-programs.ts';
import { freePorts } from '../services/free-ports.ts';
import { type PostgresServer, postgresServer } from '../services/postgres-server.ts';
import { type DatabaseAddress, withDatabase } from './database.ts';
import { readLiveSessions } from './live-sessions.ts';

let folder: string;
let server: PostgresServer;
let address: DatabaseAddress;

const query = (text: string) => withDatabase(address, (database) => database.query(text));
const read = () => withDatabase(address, readLiveSessions);

const [ana, older, newer, over] = ['a', '1', '2', '3'].map(
  (digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`,
);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-live-'));
  const [port = 0] = await freePorts(1);
  const password = secret('live');
  const tools = await findPostgresPrograms({ wheels: wheelFolder });
  server = postgresServer({ folder, port, password, scratch: true }, tools);
  await server.init();
  await server.start({ timeoutMs: 30_000 });
  address = { host: '127.0.0.1', port, name: 'postgres', user: 'postgres', password };
  // The columns of 22.09 and of 23.03: the table of sessions came in between.
  await query(`CREATE TABLE users (uuid uuid, email text);
    INSERT INTO users VALUES ('${ana}', 'ana@example.com');
    CREATE TABLE kernels (session_id uuid, session_name text, access_key text, user_uuid uuid, status text,
                          cluster_role text, agent text, created_at timestamptz);
    INSERT INTO kernels VALUES
      ('${newer}', 'two', 'AK2', '${over}', 'PENDING', 'main', NULL, '2026-01-02'),
      ('${older}', 'one', 'AK1', '${ana}', 'RUNNING', 'main', 'i-a1', '2026-01-01'),
      ('${older}', 'one', 'AK1', '${ana}', 'PREPARING', 'sub', 'i-a2', '2026-01-01'),
      ('${over}', 'over', 'AK1', '${ana}', 'TERMINATED', 'main', 'i-a1', '2026-01-01')`);
});

afterAll(async () => {
  await server?.stop({ timeoutMs: 30_000 });
  await rm(folder, { recursive: true, force: true });
});

const live = [
  {
    id: older,
    name: 'one',
    accessKey: 'AK1',
    owner: 'ana@example.com',
    status: 'RUNNING',
    agents: ['i-a1', 'i-a2'],
  },
  { id: newer, name: 'two', accessKey: 'AK2', status: 'PENDING', agents: [] },
];

it('sessions that have not ended are read of their kernels where there is no table of sessions', async () => {
  expect(await read()).toEqual(live);
});

it('and of that table where there is one', async () => {
  await query(`CREATE TABLE sessions (id uuid, name text, access_key text, user_uuid uuid, status text,
                                      agent_ids text[], created_at timestamptz);
    INSERT INTO sessions VALUES
      ('${newer}', 'two', 'AK2', '${over}', 'PENDING', NULL, '2026-01-02'),
      ('${older}', 'one', 'AK1', '${ana}', 'RUNNING', '{i-a1,i-a2}', '2026-01-01'),
      ('${over}', 'over', 'AK1', '${ana}', 'CANCELLED', '{i-a1}', '2026-01-01')`);
  expect(await read()).toEqual(live);
});
