import { join, resolve } from 'node:path';
import type { Daemon } from './daemon.ts';
import { daemonPid, leftovers, startDaemon } from './daemon.ts';
import { logTail } from './log-tail.ts';
import type { Service } from './port.ts';
import { loadServiceFile, type ServiceFile, saveServiceFile } from './service-file.ts';
import { stopDaemon } from './stop-daemon.ts';

const marker = 'BAIUP_SERVICE';

/** A plain process described by `service.json` in `folder`; its pid file lies beside it. */
export function processService(folder: string): Service {
  const path = resolve(folder);
  const traces = { env: { [marker]: path }, marker, pidFile: join(path, 'pid.json') };
  return {
    state: async () => {
      const { environment } = await loadServiceFile(path);
      const pid = await daemonPid(traces);
      return pid === undefined ? { active: false, environment } : { active: true, pid, environment };
    },
    variables: async () => (await loadServiceFile(path)).env,
    logTail: async (lines) => logTail((await loadServiceFile(path)).log, lines),
    start: async () => {
      const file = await loadServiceFile(path);
      if ((await daemonPid(traces)) !== undefined) return;
      // A worker whose main process died would hold the port of the new one.
      if ((await leftovers(traces)).length > 0) await stopDaemon(traces, 'SIGINT', { timeoutMs: 0 });
      await startDaemon(describe(path, file));
    },
    stop: async (signal, patience) => stopDaemon(traces, signal, patience),
    switchEnvironment: async (environment) => {
      await saveServiceFile(path, { ...(await loadServiceFile(path)), environment });
    },
  };
}

function describe(folder: string, file: ServiceFile): Daemon {
  const bin = join(file.environment, 'bin');
  return {
    argv: [join(bin, 'python'), '-m', file.module, ...file.arguments],
    cwd: file.cwd,
    env: {
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      HOME: process.env['HOME'] ?? '/',
      LANG: 'C.UTF-8',
      PYTHONUNBUFFERED: '1',
      // The components rename themselves, which would overwrite the variables that /proc shows.
      SPT_NOENV: '1',
      ...file.env,
      VIRTUAL_ENV: file.environment,
      [marker]: folder,
    },
    log: file.log,
    pidFile: join(folder, 'pid.json'),
    marker,
  };
}
