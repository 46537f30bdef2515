import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { waitFor } from '../../lib/wait.ts';
import { childTasks } from './child-tasks.ts';
import type { Tasks } from './site.ts';

const { argv } = process;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-tasks-'));
});
afterEach(async () => {
  process.argv = argv;
  await rm(folder, { recursive: true });
});

/** Tasks whose command is this program in place of baiup. */
async function tasksOf(program: string): Promise<Tasks> {
  const main = join(folder, 'main.mjs');
  await writeFile(main, program);
  process.argv = [process.execPath, main];
  return childTasks(join(folder, 'tasks'), () => new Date());
}

const ended = (tasks: Tasks) =>
  waitFor(async () => (await tasks.list()).find(({ state }) => state !== 'going'), {
    ...{ timeoutMs: 30_000, everyMs: 20, what: 'the task to end' },
  });

const order = { what: 'resume', argv: ['resume', 'r-1'], who: 'ana@desk (dashboard)', run: 'r-1' } as const;

it('runs a command for somebody, in a session of its own, and tells what it says', async () => {
  const tasks = await tasksOf(`
    for (let n = 0; n < 2000; n += 1) console.error('line ' + n);
    console.log(JSON.stringify({ run: 'r-7', argv: process.argv.slice(2), who: process.env.BAIUP_ON_BEHALF_OF }));
  `);
  expect(await tasks.begin(order)).toMatchObject({ id: 't-1', state: 'going', run: 'r-1', who: order.who });
  const task = await ended(tasks);
  expect(task).toMatchObject({ state: 'done', run: 'r-7', error: null });
  expect(task.lines).toHaveLength(30);
  expect(task.lines.at(-1)).toBe('line 1999');
});

it.each<[string, string, object]>([
  [
    'refused',
    `console.log(JSON.stringify({ error: { code: 'run.superseded', message: 'no', hint: 'look' } })); process.exit(2)`,
    { state: 'failed', error: { code: 'run.superseded', message: 'no', hint: 'look' } },
  ],
  ['stopped for its operator', 'console.log("{}"); process.exit(3)', { state: 'done', error: null }],
  ['ended and said nothing', 'process.exit(70)', { state: 'failed', error: { code: 'task.ended' } }],
  ['killed', 'process.kill(process.pid, "SIGKILL")', { state: 'failed', error: { code: 'task.ended' } }],
])('tells of one that was %s', async (_what, program, expected) => {
  const tasks = await tasksOf(program);
  await tasks.begin(order);
  expect(await ended(tasks)).toMatchObject(expected);
});

it('keeps twenty, and nothing of servers that are gone', async () => {
  const tasks = await tasksOf('console.log("{}")');
  await mkdir(join(folder, 'tasks'));
  await writeFile(join(folder, 'tasks', '4194304999-t-1.out'), '');
  for (let n = 0; n < 22; n += 1) {
    await tasks.begin(order);
    await waitFor(async () => (await tasks.list()).every(({ state }) => state !== 'going') || undefined, {
      ...{ timeoutMs: 30_000, everyMs: 10, what: 'the task to end' },
    });
  }
  expect((await tasks.list()).map(({ id }) => id)).toEqual(
    Array.from({ length: 20 }, (_none, at) => `t-${22 - at}`),
  );
  expect(await readdir(join(folder, 'tasks'))).toHaveLength(40);
});
