import { join, resolve } from 'node:path';
import type { Variables } from '../../lib/variables.ts';
import type { Host } from '../hosts/port.ts';
import type { Daemon } from './daemon.ts';
import { daemonPid, leftovers, startDaemon } from './daemon.ts';
import { logTail } from './log-tail.ts';
import { parkProgram } from './park-program.ts';
import { endParked, goOn, parkedIn } from './parked-program.ts';
import type { Service } from './port.ts';
import { loadServiceFile, type ServiceFile, saveServiceFile } from './service-file.ts';
import { parkedMarker, serviceMarker } from './service-marker.ts';
import { standInOf, standInTraces } from './stand-in.ts';
import { stopDaemon } from './stop-daemon.ts';
import { answerOf } from './who-answers.ts';

/** A plain process of a host, described by `service.json` in `folder`; its pid file lies beside it. */
export function processService(host: Host, folder: string): Service {
  const path = resolve(folder);
  const traces = {
    env: { [serviceMarker]: path },
    marker: serviceMarker,
    parkedAs: parkedMarker(path),
    pidFile: join(path, 'pid.json'),
  };
  const daemonOf = async (file: ServiceFile) => describe(path, file, (await host.facts()).variables);
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
      const daemon = await daemonOf(await loadServiceFile(host, path));
      if ((await daemonPid(host, traces)) !== undefined) return { parked: false };
      // A worker whose main process died would hold the port of the new one.
      if ((await leftovers(host, traces)).length > 0)
        await stopDaemon(host, traces, 'SIGINT', { timeoutMs: 0 });
      const way = await goOn(host, path, daemon, traces);
      if (!way?.parked) await startDaemon(host, daemon);
      return way ?? { parked: false };
    },
    park: async (request) => {
      const file = { ...(await loadServiceFile(host, path)), environment: request.environment };
      const { module, arguments: words } = file;
      return parkProgram(
        { host, folder: path, daemon: await daemonOf(file), traces, module, words },
        request,
      );
    },
    standIn: standInOf(host, path, async (environment) =>
      daemonOf({ ...(await loadServiceFile(host, path)), environment }),
    ),
    answer: async (who, question) => {
      const { environment } = await loadServiceFile(host, path);
      return answerOf(host, environment, who === 'service' ? traces : standInTraces(path), question);
    },
    parked: () => parkedIn(host, path),
    unpark: () => endParked(host, path, traces),
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
