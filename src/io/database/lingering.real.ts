import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SmallServer, startSmallServer } from '../../../tests/real/small-server.ts';
import { waitFor } from '../../lib/wait.ts';
import { type Database, withDatabase } from './database.ts';
import { lingering } from './lingering.ts';

let server: SmallServer;
beforeAll(async () => {
  server = await startSmallServer();
  await server.createDatabase('small');
});
afterAll(() => server?.close());

const aMinute = 60_000;
const pidOf = async ({ query }: Database): Promise<number> => {
  const [row] = await query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return row?.pid ?? 0;
};
const end = (pid: number) =>
  withDatabase(server.address, ({ query }) => query('SELECT pg_terminate_backend($1)', [pid]));
const isThere = (pid: number) =>
  withDatabase(server.address, async ({ query }) => {
    const found = await query('SELECT FROM pg_stat_activity WHERE pid = $1', [pid]);
    return found.length > 0;
  });
const untilGone = (pid: number) =>
  waitFor(async () => !(await isThere(pid)) || undefined, { timeoutMs: aMinute, what: 'it to be closed' });

it('asks over the connection of the question before', async () => {
  const ask = lingering(server.address, aMinute);
  const first = await ask(pidOf);
  expect(await ask(pidOf)).toBe(first);
  await end(first);
});

it('asks over a new one where that was ended meanwhile', async () => {
  const ask = lingering(server.address, aMinute);
  const first = await ask(pidOf);
  await end(first);
  await untilGone(first);
  const second = await ask(pidOf);
  expect(second).not.toBe(first);
  await end(second);
});

it('leaves one open of many that asked at once, and that for a moment alone', async () => {
  const ask = lingering(server.address, 1);
  const pids = await Promise.all([ask(pidOf), ask(pidOf), ask(pidOf)]);
  expect(new Set(pids).size).toBe(3);
  await Promise.all(pids.map(untilGone));
});

it('keeps none that has failed, and says what failed', async () => {
  const ask = lingering(server.address, aMinute);
  const first = await ask(pidOf);
  await expect(ask(({ query }) => query('SELECT nonsense'))).rejects.toThrow('nonsense');
  await untilGone(first);
});
