import { onPath } from '../hosts/on-path.ts';
import type { HostReader } from '../hosts/port.ts';
import { thisMachine } from '../hosts/this-machine.ts';

/** What a Docker daemon of our own takes, by program: the Debian package that brings it. */
const needed = {
  dockerd: 'docker.io',
  docker: 'docker.io',
  containerd: 'docker.io',
  'containerd-shim-runc-v2': 'docker.io',
  runc: 'docker.io',
  ip: 'iproute2',
  unshare: 'util-linux',
  // Agents load images that are packed with it, and dockerd leaves that to the program.
  xz: 'xz-utils',
} as const;

export type DockerProgram = keyof typeof needed;

export interface DockerPrograms {
  /** Absolute path of each that is installed. */
  readonly found: Readonly<Partial<Record<DockerProgram, string>>>;
  readonly missing: readonly DockerProgram[];
  /** Debian packages that bring what is missing. */
  readonly packages: readonly string[];
}

/** Which of Docker's programs a machine has. */
export async function findDockerPrograms(host: HostReader = thisMachine): Promise<DockerPrograms> {
  const names = Object.keys(needed) as DockerProgram[];
  const paths = await Promise.all(names.map(async (name) => [name, await onPath(host, name)] as const));
  const missing = paths.filter(([, path]) => path === undefined).map(([name]) => name);
  return {
    found: Object.fromEntries(paths.filter(([, path]) => path !== undefined)),
    missing,
    packages: [...new Set(missing.map((name) => needed[name]))],
  };
}
