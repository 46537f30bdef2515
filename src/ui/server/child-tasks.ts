import { spawn } from 'node:child_process';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onBehalfOf } from '../../app/engine/operator.ts';
import { exitCode, messageOf } from '../../lib/errors.ts';
import type { TaskOrder, Tasks } from './site.ts';
import type { ErrorAnswer, Task } from './wire.ts';

const kept = 20;
const shownLines = 30;
const shownBytes = 16_384;

interface Process {
  readonly task: Task;
  readonly out: string;
  readonly err: string;
}

type Failure = ErrorAnswer['error'];

interface Said {
  readonly error?: Failure;
  readonly run?: string | null;
}

/** What a command has answered as its document. */
async function saidIn(file: string): Promise<Said> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Said;
  } catch {
    return {};
  }
}

/** The last lines of a file; no more than its end is read, however long a run talks. */
async function linesOf(file: string): Promise<string[]> {
  const opened = await open(file, 'r').catch(() => undefined);
  if (!opened) return [];
  try {
    const { size } = await opened.stat();
    const from = Math.max(0, size - shownBytes);
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(size - from), 0, size - from, from);
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
    return lines
      .slice(from > 0 ? 1 : 0)
      .filter((line) => line.trim() !== '')
      .slice(-shownLines);
  } finally {
    await opened.close();
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes what commands of servers said that are gone. One that still runs writes on, for nobody. */
async function removeOld(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const old = names.filter((name) => !lives(Number(/^(\d+)-/.exec(name)?.[1] ?? process.pid)));
  await Promise.all(old.map((name) => rm(join(folder, name), { force: true })));
}

/** Whether a command did what it was asked for: a run that stopped for its operator has not failed. */
const isGood = (code: number | null): boolean => code === exitCode.done || code === exitCode.resumable;

const ended = (code: number | null): Failure => ({
  code: 'task.ended',
  message: code === null ? 'the process was ended from outside' : `the process ended with exit code ${code}`,
});

/**
 * Commands of baiup as processes of their own, in a session of their own: they go on when the server ends, and what
 * they say goes into files, so nobody has to read it.
 * @param folder for what they say
 */
export function childTasks(folder: string, now: () => Date): Tasks {
  const processes: Process[] = [];
  let next = 1;

  const replace = (id: string, change: Partial<Task>): void => {
    const at = processes.findIndex(({ task }) => task.id === id);
    const found = processes[at];
    if (found) processes[at] = { ...found, task: { ...found.task, ...change } };
  };

  const settle = async ({ task: { id, run }, out, err }: Process, code: number | null): Promise<void> => {
    const [said, lines] = [await saidIn(out), await linesOf(err)];
    const good = isGood(code) && said.error === undefined;
    const error = good ? null : (said.error ?? ended(code));
    replace(id, { state: good ? 'done' : 'failed', run: said.run ?? run, error, lines });
  };

  const forgetOld = async (): Promise<void> => {
    const old = processes.findIndex(({ task }) => task.state !== 'going');
    if (processes.length < kept || old < 0) return;
    for (const { out, err } of processes.splice(old, 1))
      await Promise.all([out, err].map((file) => rm(file, { force: true })));
  };

  const begin = async ({ what, argv, who, run }: TaskOrder): Promise<Task> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await (next === 1 ? removeOld(folder) : forgetOld());
    const id = `t-${next}`;
    next += 1;
    const [out, err] = ['out', 'err'].map((kind) => join(folder, `${process.pid}-${id}.${kind}`)) as [
      string,
      string,
    ];
    const files = await Promise.all([out, err].map((file) => open(file, 'w', 0o600)));
    const [main = ''] = process.argv.slice(1);
    const child = spawn(process.execPath, [...process.execArgv, main, ...argv, '--format', 'json'], {
      detached: true,
      stdio: ['ignore', ...files.map(({ fd }) => fd)],
      env: { ...process.env, [onBehalfOf]: who },
    });
    const started = now().toISOString();
    const task: Task = { id, what, who, started, state: 'going', run: run ?? null, error: null, lines: [] };
    const begun = { task, out, err };
    processes.push(begun);
    child.once('exit', (code) => void settle(begun, code));
    child.once('error', (error) => {
      replace(id, { state: 'failed', error: { code: 'task.not-begun', message: messageOf(error) } });
    });
    child.unref();
    await Promise.all(files.map((file) => file.close()));
    return task;
  };

  return {
    begin,
    list: async () => {
      const tasks = processes.map(async ({ task, err }) =>
        task.state === 'going' ? { ...task, lines: await linesOf(err) } : task,
      );
      return (await Promise.all(tasks)).reverse();
    },
  };
}
