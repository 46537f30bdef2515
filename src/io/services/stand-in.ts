import { join, resolve } from 'node:path';
import { BaiupError } from '../../lib/errors.ts';
import type { Host } from '../hosts/port.ts';
import { type Daemon, type DaemonTraces, daemonPid, startDaemon } from './daemon.ts';
import type { StandInDoor } from './port.ts';
import { serviceMarker, standInMarker } from './service-marker.ts';
import { stopDaemon } from './stop-daemon.ts';

/** What lies in a service's folder while something stands in for it; `where` holds its environment and its sockets. */
const fileOf = (folder: string, what: 'config' | 'pid' | 'where'): string =>
  join(folder, what === 'config' ? 'stand-in.toml' : `stand-in.${what}.json`);

/** What a stand-in of the service in a folder is found by. */
export const standInTraces = (folder: string): DaemonTraces => ({
  env: { [serviceMarker]: standInMarker(folder) },
  marker: serviceMarker,
  pidFile: fileOf(folder, 'pid'),
});

interface Where {
  readonly environment: string;
  /** Absolute. */
  readonly sockets: string;
}

async function whereIn(host: Host, folder: string): Promise<Where | undefined> {
  try {
    return JSON.parse((await host.readText(fileOf(folder, 'where'))) ?? '');
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** With the file that the stand-in reads instead of the service's. */
function withConfig(argv: Daemon['argv'], config: string, copy: string): Daemon['argv'] {
  const [program, ...rest] = argv;
  if (!rest.includes(config))
    throw new BaiupError('service.no-stand-in', `the service is not told to read ${config}`, {
      hint: 'name the file among `arguments` of its service.json, or have it turn by stopping: baiup plan --turn stop',
    });
  return [program, ...rest.map((word) => (word === config ? copy : word))];
}

/**
 * A second process of a service's program: it has a session, a pid file, a configuration and a folder of sockets of its
 * own, and listens where the service does. Nobody counts it as the service.
 * @param serviceFrom what the service would start from an environment
 */
export function standInOf(
  host: Host,
  folder: string,
  serviceFrom: (environment: string) => Promise<Daemon>,
): StandInDoor {
  const traces = standInTraces(folder);
  const end: StandInDoor['end'] = async (signal, patience) => {
    const ended = await stopDaemon(host, traces, signal, patience);
    const where = await whereIn(host, folder);
    if (where) await host.remove(where.sockets);
    for (const what of ['config', 'where'] as const) await host.remove(fileOf(folder, what));
    return ended;
  };
  const runs = async (): Promise<string | undefined> =>
    (await daemonPid(host, traces)) === undefined ? undefined : (await whereIn(host, folder))?.environment;
  return {
    runs,
    end,
    start: async ({ environment, config, text, sockets }) => {
      if ((await runs()) === environment) return;
      await end('SIGINT', { timeoutMs: 0 });
      const daemon = await serviceFrom(environment);
      const copy = fileOf(folder, 'config');
      const argv = withConfig(daemon.argv, config, copy);
      const where: Where = { environment, sockets: resolve(daemon.cwd, sockets) };
      await host.writeText(fileOf(folder, 'where'), JSON.stringify(where));
      await host.makeFolder(where.sockets);
      await host.writeText(copy, text);
      await startDaemon(host, {
        ...daemon,
        argv,
        env: { ...daemon.env, ...traces.env },
        pidFile: traces.pidFile,
      });
    },
  };
}
