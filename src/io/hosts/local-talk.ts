import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../../lib/errors.ts';
import { commandEnvironment } from './command-environment.ts';
import { missingProgram } from './command-errors.ts';
import { endGroup } from './end-group.ts';
import type { Host } from './port.ts';
import type { Talk } from './process-port.ts';
import { startApart } from './start-apart.ts';

/** Milliseconds that what it said last may take to arrive: what it started may hold its pipes for longer. */
const drainMs = 500;

/** Talks with a program of this machine. */
export function localTalk(host: string): Host['talk'] {
  return async ({ argv, cwd, env }, listener): Promise<Talk> => {
    const [program, ...rest] = argv;
    const start = () => {
      const child = spawn(program, rest, {
        env: commandEnvironment(process.env, env),
        detached: true,
        stdio: ['pipe', 'pipe', 'pipe'],
        ...(cwd === undefined ? {} : { cwd }),
      });
      child.stdin.on('error', () => undefined);
      child.stderr.setEncoding('utf8').on('data', (text: string) => listener.error(text));
      createInterface({ input: child.stdout }).on('line', (text) => listener.line(text));
      return child;
    };
    const { child, pid, exit, closed } = await startApart(start).catch((error: unknown) => {
      throw missingProgram(host, program, messageOf(error));
    });
    const ended = exit.then(async ([code, signal]) => {
      await Promise.race([closed, delay(drainMs, undefined, { ref: false })]);
      return code ?? 128 + constants.signals[signal ?? 'SIGKILL'];
    });
    return {
      pid,
      say: (line) => void child.stdin.write(`${line}\n`),
      ended,
      kill: async () => {
        if (child.exitCode === null && child.signalCode === null) endGroup(pid, 'SIGKILL');
        await ended;
      },
    };
  };
}
