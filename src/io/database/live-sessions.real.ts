import { beforeAll, expect, it } from 'vitest';
import { ownPostgres } from '../../../tests/real/own-postgres.ts';
import { type DatabaseAddress, withDatabase } from './database.ts';
import { readLiveSessions } from './live-sessions.ts';

const own = ownPostgres('live');
let address: DatabaseAddress;

const query = (text: string) => withDatabase(address, (database) => database.query(text));
const read = () => withDatabase(address, readLiveSessions);

const [ana, older, newer, over] = ['a', '1', '2', '3'].map(
  (digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`,
);

beforeAll(async () => {
  address = own().address;
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
  await query("ALTER TABLE sessions ADD tag text; UPDATE sessions SET tag = 'nightly' WHERE name = 'one'");
  expect((await read()).map(({ label }) => label)).toEqual(['nightly', undefined]);
});
