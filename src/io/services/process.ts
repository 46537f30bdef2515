import { join, resolve } from 'node:path';
import type { Variables } from '../../lib/variables.ts';
import type { Host } from '../hosts/port.ts';
import type { Daemon } from './daemon.ts';
import { daemonPid, leftovers, startDaemon } from './daemon.ts';
import { logTail } from './log-tail.ts';
import type { Service } from './port.ts';
import { loadServiceFile, type ServiceFile, saveServiceFile } from './service-file.ts';
import { stopDaemon } from './stop-daemon.ts';

/** Names the service that has started a process, by the path of its folder. */
export const serviceMarker = 'BAIUP_SERVICE';

/** A plain process of a host, described by `service.json` in `folder`; its pid file lies beside it. */
export function processService(host: Host, folder: string): Service {
  const path = resolve(folder);
  const traces = { env: { [serviceMarker]: path }, marker: serviceMarker, pidFile: join(path, 'pid.json') };
  return {
    state: async () => {
      const { environment } = await loadServiceFile(host, path);
      const pid = await daemonPid(host, traces);
      return pid === undefined ? { active: false, environment } : { active: true, pid, environment };
    },
    program: async () => {
      const { module, arguments: told, cwd, env } = await loadServiceFile(host, path);
      return { arguments: ['-m', module, ...told], cwd, variables: env };
    },
    logTail: async (lines) => logTail(host, (await loadServiceFile(host, path)).log, lines),
    start: async () => {
      const file = await loadServiceFile(host, path);
      if ((await daemonPid(host, traces)) !== undefined) return;
      // A worker whose main process died would hold the port of the new one.
      if ((await leftovers(host, traces)).length > 0)
        await stopDaemon(host, traces, 'SIGINT', { timeoutMs: 0 });
      await startDaemon(host, describe(path, file, (await host.facts()).variables));
    },
    stop: async (signal, patience) => stopDaemon(host, traces, signal, patience),
    linkEnvironment: async () => true,
    forgetLink: async () => undefined,
    switchEnvironment: async (environment) => {
      await saveServiceFile(host, path, { ...(await loadServiceFile(host, path)), environment });
    },
  };
}

function describe(folder: string, file: ServiceFile, variables: Variables): Daemon {
  const bin = join(file.environment, 'bin');
  return {
    argv: [join(bin, 'python'), '-m', file.module, ...file.arguments],
    cwd: file.cwd,
    env: {
      PATH: `${bin}:${variables['PATH'] ?? ''}`,
      HOME: variables['HOME'] ?? '/',
      LANG: 'C.UTF-8',
      PYTHONUNBUFFERED: '1',
      // The components rename themselves, which would overwrite the variables that /proc shows.
      SPT_NOENV: '1',
      ...file.env,
      VIRTUAL_ENV: file.environment,
      [serviceMarker]: folder,
    },
    log: file.log,
    pidFile: join(folder, 'pid.json'),
    marker: serviceMarker,
  };
}
