import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Host } from '../../src/io/hosts/port.ts';
import type { Talk } from '../../src/io/hosts/process-port.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const server = here('./fork_migrator.py');
const migrator = here('../../src/io/database/migrate.py');

/** This machine, where a migrator of one release is a fork of a process that has imported it already. */
export interface ForkHost {
  readonly host: Host;
  end(): Promise<void>;
}

/** @param socket a path that is free, below a hundred characters */
export async function forkHost(environment: string, socket: string): Promise<ForkHost> {
  let errors = '';
  let isReady: (() => void) | undefined;
  const ready = new Promise<void>((resolve) => {
    isReady = resolve;
  });
  const talk = await thisMachine.talk(
    { argv: [join(environment, 'bin', 'python'), '-I', server, migrator, socket], cwd: environment },
    {
      line: () => isReady?.(),
      error: (text) => {
        errors = (errors + text).slice(-4_000);
      },
    },
  );
  await Promise.race([
    ready,
    talk.ended.then(() => {
      throw new Error(`${environment} cannot migrate: ${errors.trim().split('\n').at(-1)}`);
    }),
  ]);
  return { host: { ...thisMachine, talk: forked(socket) }, end: talk.kill };
}

function forked(path: string): Host['talk'] {
  return async ({ cwd = '/', env = {} }, listener): Promise<Talk> => {
    const socket = connect(path);
    socket.on('error', () => undefined);
    const errors = join(cwd, 'migrator.log');
    let told: ((pid: number) => void) | undefined;
    const first = new Promise<number>((resolve) => {
      told = resolve;
    });
    createInterface({ input: socket }).on('line', (text) => {
      if (told) told(Number(text));
      else listener.line(text);
      told = undefined;
    });
    const ended = new Promise<number>((resolve) => {
      socket.once('close', async () => {
        listener.error(await readFile(errors, 'utf8').catch(() => ''));
        resolve(0);
      });
    });
    socket.write(`${JSON.stringify({ cwd, env, errors })}\n`);
    const pid = await Promise.race([first, ended]);
    return {
      pid,
      say: (line) => void socket.write(`${line}\n`),
      ended,
      kill: async () => {
        if (!socket.destroyed) endGroup(pid);
        await ended;
      },
    };
  };
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has gone by itself meanwhile.
  }
}
