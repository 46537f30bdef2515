import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { systemFolders } from '../hosts/on-path.ts';
import { dockerPing } from './docker-ping.ts';
import type { Server, ServerLocation } from './server.ts';
import { serverDaemon } from './server-daemon.ts';

export interface DockerLocation extends Omit<ServerLocation, 'port'> {
  /** Sockets of the daemon and of what it starts; short, for Linux allows 107 characters for a socket's path. */
  readonly sockets: string;
  /** A network bridge of its own, which is there already. */
  readonly bridge: string;
  /** Absolute path of a program to run containers with in runc's location. */
  readonly runtime?: string | undefined;
}

/** Where a Docker daemon of our own listens. */
export const dockerSocket = ({ sockets }: Pick<DockerLocation, 'sockets'>): string =>
  join(sockets, 'docker.sock');

/**
 * A Docker daemon of our own. Everything of it lies in its folders: it reads no configuration of the machine's, changes
 * no firewall rule, and its mounts are in a namespace that ends with it. Its containers see one another and this machine,
 * and nothing behind it; they outlive the daemon, so remove them before it is stopped for good.
 */
export function dockerServer(location: DockerLocation, dockerd: string): Server {
  const file = join(location.folder, 'daemon.json');
  const env = { ...location.env, PATH: [process.env['PATH'] ?? '', ...systemFolders].join(delimiter) };
  const daemon = serverDaemon(
    { ...location, env },
    {
      title: 'Docker',
      where: dockerSocket(location),
      argv: ['unshare', '--mount', '--propagation', 'slave', dockerd, '--config-file', file],
      stopSignal: 'SIGTERM',
      answers: () => dockerPing(dockerSocket(location), 2_000),
    },
  );
  return {
    ...daemon,
    start: async (patience) => {
      await mkdir(location.folder, { recursive: true, mode: 0o700 });
      await writeFileAtomic(file, `${JSON.stringify(configuration(location), null, 2)}\n`);
      await daemon.start(patience);
    },
  };
}

/** @see https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file */
function configuration({ folder, sockets, bridge, runtime, ...location }: DockerLocation): object {
  const name = 'within-limits';
  return {
    hosts: [`unix://${dockerSocket({ sockets, ...location })}`],
    'data-root': join(folder, 'data'),
    'exec-root': join(sockets, 'docker'),
    pidfile: join(folder, 'dockerd.pid'),
    bridge,
    iptables: false,
    ip6tables: false,
    'ip-forward': false,
    'ip-masq': false,
    'live-restore': true,
    'log-level': 'warn',
    ...(runtime ? { runtimes: { [name]: { path: runtime } }, 'default-runtime': name } : {}),
  };
}
