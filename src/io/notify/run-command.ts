import { type ChildProcess, spawn } from 'node:child_process';
import type { Notice } from '../../core/run/notice.ts';
import { printable } from '../../lib/printable.ts';
import { endWithUs } from '../hosts/end-with-us.ts';
import { minimalEnvironment } from '../hosts/minimal-environment.ts';
import type { Sent } from './sent.ts';

/** A program that is told of notices, on its standard input. */
export interface HookCommand {
  readonly argv: readonly [string, ...string[]];
  readonly timeoutMs: number;
}

const killAfterMs = 2_000;
const saidMost = 500;

/** Its whole process group. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** The end of what it says on standard error. */
function hearing({ stderr }: ChildProcess): () => string {
  let said = '';
  stderr?.on('data', (part: Buffer) => {
    said = (said + part.toString()).slice(-saidMost);
  });
  return () => printable(said);
}

function ending(code: number | null, by: NodeJS.Signals | null): string {
  return code === null ? `it was ended by ${by}` : `it ended with exit code ${code}`;
}

/**
 * Runs a hook's program once, in a process group of its own, with a minimal environment. At the deadline the group is
 * asked to end, and killed two seconds later. It never throws.
 */
export function runCommand(
  { argv, timeoutMs }: HookCommand,
  notice: Notice,
  signal: AbortSignal,
): Promise<Sent> {
  const [program, ...rest] = argv;
  return new Promise((resolve) => {
    const child = spawn(program, rest, {
      detached: true,
      env: minimalEnvironment(process.env),
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    const forget = child.pid === undefined ? () => undefined : endWithUs(child.pid);
    const said = hearing(child);
    let cut: string | undefined;
    let killing: NodeJS.Timeout | undefined;
    const end = (why: string): void => {
      if (cut !== undefined) return;
      cut = why;
      signalGroup(child.pid, 'SIGTERM');
      killing = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), killAfterMs);
    };
    const stop = (): void => end('there was no time left for it to end');
    const timer = setTimeout(
      () => end(`it had not ended after ${timeoutMs / 1000} s and was ended`),
      timeoutMs,
    );
    signal.addEventListener('abort', stop, { once: true });
    const settle = (sent: Sent): void => {
      for (const each of [timer, killing]) clearTimeout(each);
      signal.removeEventListener('abort', stop);
      forget();
      // A child of it may hold the pipe open for as long as it likes.
      child.stderr.destroy();
      resolve(said() === '' ? sent : { ...sent, said: said() });
    };
    // It need not read what it is told.
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${JSON.stringify(notice)}\n`);
    child.once('error', (error: NodeJS.ErrnoException) =>
      settle({ kind: 'refused', why: `${program} cannot be started (${error.code ?? error.message})` }),
    );
    child.once('exit', (code, by) => {
      if (cut !== undefined) signalGroup(child.pid, 'SIGKILL');
      if (cut !== undefined) return settle({ kind: 'again', why: cut });
      return settle(
        code === 0 ? { kind: 'taken', how: ending(code, by) } : { kind: 'again', why: ending(code, by) },
      );
    });
    if (signal.aborted) stop();
  });
}
