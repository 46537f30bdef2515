import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { memberNamed } from '../../src/core/cluster/member-named.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { waitsForTest } from './small-cluster.ts';
import { openSmallRuns, type SmallRuns } from './small-run.ts';

/** Somebody who starts an old manager by hand while the service is stopped. */
let runs: SmallRuns;
let stranger: ChildProcess | undefined;

beforeAll(async () => {
  runs = await openSmallRuns();
});
afterEach(async () => {
  stranger?.kill('SIGKILL');
  await runs.reset();
});
afterAll(() => runs?.close());

/** Calls itself as the vendor's programs do. */
async function start(python: string, words: readonly string[], isReady: () => Promise<true | undefined>) {
  const env = { PATH: '/usr/bin:/bin', VIRTUAL_ENV: join(runs.small.folder, 'manager-24.03.11') };
  const options = { cwd: runs.small.folder, env, detached: true, stdio: 'ignore' } as const;
  stranger = spawn(python, [...words, 'ai.backend.manager.server'], options);
  await waitFor(isReady, { timeoutMs: 60_000, everyMs: 20, what: 'the stranger' });
  return stranger;
}

async function end({ pid = 0 }: ChildProcess): Promise<void> {
  const gone = stranger && once(stranger, 'exit');
  process.kill(pid, 'SIGINT');
  await gone;
}

it('one that serves is named before anything is started beside it, on the way back too', async () => {
  const before = await runs.small.contents();
  const held = await runs.small.lockMigration();
  const run = await runs.begin(waitsForTest);
  const driven = runs.drive(['resume', run.id]);
  await held.waits(driven);
  const { port } = memberNamed(runs.small.cluster.inventory, 'm1').endpoint;
  const other = await start('/usr/bin/python3', ['small_manager.py', `${port}`], async () =>
    (await runs.serving()) === undefined ? undefined : true,
  );
  await held.release();
  const { stdout } = await driven.ends(1);
  expect(stdout).toContain(`process ${other.pid} ("/usr/bin/python3 small_manager.py ${port} ai.backend.`);
  expect(stdout).toContain(`kill -INT ${other.pid}`);
  expect(await run.view()).toMatchObject({ state: 'broken', left: [{ step: '1.stop-m1', member: 'm1' }] });
  await end(other);
  expect(await runs.serving()).toBeUndefined();
  await runs.drive(['rollback', run.id, '--yes']).ends(0);
  expect(await runs.serving()).toBe('24.03.11');
  expect(await runs.small.contents()).toEqual(before);
});

it('one that works with the database is named before it is captured', async () => {
  const run = await runs.begin('    pass');
  const { host, port, name, user, password } = runs.small.address;
  const [leg] = (await runs.small.plan([])).hops.flatMap(({ phases }) =>
    phases.flatMap(({ steps }) => steps.flatMap(({ params }) => params['legs'] ?? [])),
  ) as { environment: string }[];
  const connects = `import asyncio, asyncpg
async def main():
    connection = await asyncpg.connect(host=${JSON.stringify(host)}, port=${port}, user=${JSON.stringify(user)}, password=${JSON.stringify(password.reveal())}, database=${JSON.stringify(name)})
    await connection.execute("SET application_name = 'a manager'")
    await asyncio.sleep(600)
asyncio.run(main())`;
  const other = await start(join(leg?.environment ?? '', 'bin/python'), ['-c', connects], async () =>
    (await runs.small.sql("SELECT FROM pg_stat_activity WHERE application_name = 'a manager'")).length > 0
      ? true
      : undefined,
  );
  const { exit, stdout } = await runs.drive(['resume', run.id]).ended;
  expect({ exit, stdout }).toEqual({ exit: 1, stdout: expect.stringContaining(`process ${other.pid} (`) });
  expect(stdout).toContain('the database is still used by another program of Backend.AI');
  expect((await run.view()).state).toBe('failed');
  expect(await runs.serving()).toBe('24.03.11');
});
