import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { prefixed } from '../../lib/command.ts';
import { minimalEnvironment } from '../hosts/minimal-environment.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import { awaitServer } from './await-server.ts';
import { type Daemon, daemonPid, startDaemon } from './daemon.ts';
import { logTail } from './log-tail.ts';
import type { Server, ServerLocation } from './server.ts';
import type { ServerProgram } from './server-program.ts';
import { stopDaemon } from './stop-daemon.ts';

const marker = 'BAIUP_SERVER';

/** A server program as a daemon of its folder. */
export function serverDaemon(
  location: Omit<ServerLocation, 'port' | 'there'>,
  program: ServerProgram,
): Server {
  const daemon: Daemon = {
    argv: prefixed(location.prefix ?? [], program.argv),
    cwd: location.folder,
    env: { ...minimalEnvironment(process.env), ...location.env, [marker]: location.folder },
    log: join(location.folder, 'log'),
    pidFile: join(location.folder, 'pid.json'),
    marker,
  };
  const running = async (): Promise<boolean> => (await daemonPid(thisMachine, daemon)) !== undefined;
  const lastWords = (lines: number): Promise<string> => logTail(thisMachine, daemon.log, lines);
  return {
    running,
    lastWords,
    start: async (patience) => {
      await mkdir(location.folder, { recursive: true, mode: 0o700 });
      await startDaemon(thisMachine, daemon);
      const told = { folder: location.folder, hint: `read ${daemon.log}` };
      await awaitServer({ running, lastWords }, program, told, patience);
    },
    stop: async (patience) => {
      await stopDaemon(thisMachine, daemon, program.stopSignal, patience);
    },
  };
}
