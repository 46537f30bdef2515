import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { prefixed } from '../../lib/command.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import { minimalEnvironment } from '../hosts/minimal-environment.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import { type Daemon, daemonPid, startDaemon } from './daemon.ts';
import { logTail } from './log-tail.ts';
import type { Server, ServerLocation } from './server.ts';
import { stopDaemon } from './stop-daemon.ts';

export interface ServerProgram {
  readonly title: string;
  readonly argv: readonly [string, ...string[]];
  /** Where it answers: `port 5432`. */
  readonly where: string;
  readonly stopSignal: NodeJS.Signals;
  /** Throws as long as the server does not answer. */
  readonly answers: () => Promise<void>;
}

const marker = 'BAIUP_SERVER';

/** A server program as a daemon of its folder. */
export function serverDaemon(location: Omit<ServerLocation, 'port'>, program: ServerProgram): Server {
  const daemon: Daemon = {
    argv: prefixed(location.prefix ?? [], program.argv),
    cwd: location.folder,
    env: { ...minimalEnvironment(process.env), ...location.env, [marker]: location.folder },
    log: join(location.folder, 'log'),
    pidFile: join(location.folder, 'pid.json'),
    marker,
  };
  const answersOrDied = async () => {
    if ((await daemonPid(thisMachine, daemon)) === undefined) return 'died';
    await program.answers();
    return 'answers';
  };
  return {
    running: async () => (await daemonPid(thisMachine, daemon)) !== undefined,
    start: async ({ timeoutMs, signal }) => {
      await mkdir(location.folder, { recursive: true, mode: 0o700 });
      await startDaemon(thisMachine, daemon);
      const what = `${program.title} to answer on ${program.where}`;
      const state = await waitFor(answersOrDied, { timeoutMs, signal, everyMs: 50, what }).catch(messageOf);
      if (state === 'answers') return;
      signal?.throwIfAborted();
      const why = state === 'died' ? 'it ended at once' : state;
      const last = await logTail(thisMachine, daemon.log, 12);
      throw new BaiupError(
        'server.not-started',
        `${program.title} in ${location.folder} did not start: ${why}\n${last}`,
        {
          hint: `read ${daemon.log}`,
        },
      );
    },
    stop: async (patience) => {
      await stopDaemon(thisMachine, daemon, program.stopSignal, patience);
    },
  };
}
