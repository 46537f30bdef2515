import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../src/io/database/database.ts';
import { waitsForTest } from './small-cluster.ts';
import { openSmallRuns, type SmallRuns } from './small-run.ts';

/** Without a terminal that a line could be drawn on: what is waited for is told all the same. */
let runs: SmallRuns;
let stopped: number[] = [];
/** A backend may have ended meanwhile. */
function send(pids: readonly number[], signal: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
const goOn = (): void => send(stopped.splice(0), 'SIGCONT');
beforeAll(async () => {
  runs = await openSmallRuns();
});
afterEach(async () => {
  goOn();
  await runs.reset();
});
afterAll(() => runs?.close());

/** All processes of the database's server. */
async function serverPids(): Promise<number[]> {
  const text = await readFile(join(runs.small.folder, 'servers/postgres/pid.json'), 'utf8');
  const backends = await runs.small.sql('SELECT pid FROM pg_stat_activity');
  return [(JSON.parse(text) as { pid: number }).pid, ...backends.map(({ pid }) => Number(pid))];
}

it('a connection to a server that hangs is closed all the same', async () => {
  const database = await openDatabase(runs.small.address);
  const [backend] = await database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  stopped = [backend?.pid ?? 0];
  send(stopped, 'SIGSTOP');
  await database.close();
});

it('a migration that waits says for what, and that its database does not answer, until it goes on', async () => {
  const run = await runs.begin(`${waitsForTest}; op.execute("UPDATE things SET name = upper(name)")`);
  const migration = await runs.small.lockMigration();
  const driven = runs.drive(['resume', run.id]);
  await migration.waits(driven);
  await driven.says('waits for revision second, since ');
  const { host, port } = runs.small.address;
  stopped = await serverPids();
  send(stopped, 'SIGSTOP');
  await driven.says(`: PostgreSQL at ${host}:${port} does not answer`);
  goOn();
  await migration.release();
  await driven.ends(0);
  expect(await runs.serving()).toBe('24.09.4');
});
