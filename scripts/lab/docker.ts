import { realpath } from 'node:fs/promises';
import { onPath } from '../../src/io/hosts/on-path.ts';
import type { Host } from '../../src/io/hosts/port.ts';
import { sshHost } from '../../src/io/hosts/ssh-host.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { type KernelContainer, kernelContainers } from '../../src/io/workloads/kernel-containers.ts';
import { messageOf } from '../../src/lib/errors.ts';
import { limiter } from '../../src/lib/limiter.ts';
import { imageArchive } from '../../src/sandbox/docker/image.ts';
import { imageId, loadImage, tryContainer } from '../../src/sandbox/docker/load-image.ts';
import { requireAble } from '../../src/sandbox/docker/require-able.ts';
import { requireDockerPrograms } from '../../src/sandbox/docker/requirements.ts';
import type { LabHost } from './hosts.ts';
import { inContainers, type Lab } from './record.ts';
import { onHost } from './ssh.ts';
import type { Told } from './told.ts';

/** What dockerd is made of; `xz` unpacks images that agents load. */
const programs = [
  ...['dockerd', 'docker', 'docker-init', 'docker-proxy'],
  ...['containerd', 'containerd-shim-runc-v2', 'runc', 'xz'],
];

const socket = 'unix:///var/run/docker.sock';
const archiveThere = '/srv/image-of-sessions.tar';

export const hasDocker = ({ record }: Pick<Lab, 'record'>, { members }: LabHost): boolean =>
  members.some((member) => inContainers(record, member));

/** What nspawn has to give a host for that: this machine's programs, the image, and what containers are made by. */
export async function dockerOptions(): Promise<readonly string[]> {
  const found = await Promise.all(
    programs.map(async (name) => ({ name, path: await onPath(thisMachine, name) })),
  );
  const bound = await Promise.all(
    found.flatMap(({ name, path }) =>
      path === undefined ? [] : [realpath(path).then((real) => `--bind-ro=${real}:/usr/local/bin/${name}`)],
    ),
  );
  const archive = await imageArchive({});
  return [
    ...['--capability=all', '--system-call-filter=@keyring bpf', `--bind-ro=${archive}:${archiveThere}`],
    ...bound,
  ];
}

/** As root of a host of a lab. */
async function withRoot<T>(
  { layout }: Lab,
  { name }: LabHost,
  action: (host: Host) => Promise<T>,
): Promise<T> {
  const destination = { destination: `root@${name}`, config: layout.sshConfig };
  const host = sshHost(name, { ...destination, connecting: limiter(1), password: async () => undefined });
  try {
    return await action(host);
  } finally {
    host.close();
  }
}

/** Why hosts of this machine cannot have a Docker daemon, in a sentence; undefined where they can. Installs it if need be. */
export async function dockerObstacle(told: Told): Promise<string | undefined> {
  try {
    requireAble();
    await requireDockerPrograms(told);
    await imageArchive(told);
    return undefined;
  } catch (error) {
    told.signal?.throwIfAborted();
    return messageOf(error);
  }
}

/** Starts a host's Docker, gives it the image of sessions, and tries it. @returns why containers do not run there */
export async function startDocker(lab: Lab, host: LabHost, { signal }: Told): Promise<string | undefined> {
  try {
    await onHost(lab, host.name, 'systemctl enable --now --quiet docker');
    await withRoot(lab, host, async (root) => {
      if ((await imageId(socket, root)) !== undefined) return;
      await loadImage(socket, archiveThere, signal, root);
      await tryContainer(socket, signal, root);
    });
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    return messageOf(error);
  }
}

/** The image of sessions as the lab's Docker has it; undefined where there is none. */
export async function sessionImageId(lab: Lab): Promise<string | undefined> {
  const host = lab.hosts.find((each) => hasDocker(lab, each));
  return host && withRoot(lab, host, (root) => imageId(socket, root));
}

/** The containers of an agent's sessions. */
export const containersOf = (lab: Lab, host: LabHost): Promise<readonly KernelContainer[]> =>
  withRoot(lab, host, (root) => kernelContainers(root, socket, `i-${host.name}`));
