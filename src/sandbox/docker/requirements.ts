import { onPath } from '../../io/hosts/on-path.ts';
import type { Host } from '../../io/hosts/port.ts';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { findDockerPrograms } from '../../io/services/docker-programs.ts';
import { BaiupError } from '../../lib/errors.ts';
import { reported } from '../progress.ts';
import type { SandboxOptions } from '../sandbox.ts';
import { aptInstall, hasApt } from './apt.ts';

type Told = Pick<SandboxOptions, 'onProgress' | 'signal'>;

/** Where programs are looked for, and who may install what is missing. */
interface Here {
  readonly host: Host;
  readonly userId: number;
}
const here: Here = { host: thisMachine, userId: process.getuid?.() ?? 1 };

/**
 * All that a Docker daemon of our own takes; what is missing is installed where the machine has apt.
 * @returns the path of dockerd
 * @throws BaiupError `docker.missing`, `command.failed`
 */
export async function requireDockerPrograms(told: Told, at: Here = here): Promise<string> {
  const before = await findDockerPrograms(at.host);
  if (before.packages.length > 0) await install(before.packages, told, at);
  const now = before.missing.length === 0 ? before : await findDockerPrograms(at.host);
  // From Debian 13 on Docker's command line has a package of its own.
  if (now.missing.join() === 'docker') await install(['docker-cli'], told, at);
  const { found, missing, packages } = await findDockerPrograms(at.host);
  if (found.dockerd && missing.length === 0) return found.dockerd;
  throw lacking(missing, packages);
}

/** @returns the path of debootstrap. @throws BaiupError `docker.missing`, `command.failed` */
export async function requireDebootstrap(told: Told, at: Here = here): Promise<string> {
  const found = await onPath(at.host, 'debootstrap');
  if (found) return found;
  await install(['debootstrap'], told, at);
  const now = await onPath(at.host, 'debootstrap');
  if (now) return now;
  throw lacking(['debootstrap'], ['debootstrap']);
}

async function install(
  packages: readonly string[],
  { onProgress, signal }: Told,
  { host, userId }: Here,
): Promise<void> {
  if (!(await hasApt(host, userId))) throw lacking(packages, packages);
  const step = `Install ${packages.join(', ')} by apt-get`;
  await reported(step, onProgress, () => aptInstall(host, packages, signal));
}

function lacking(what: readonly string[], packages: readonly string[]): BaiupError {
  return new BaiupError(
    'docker.missing',
    `a docker agent needs ${what.join(', ')}, which this machine lacks`,
    {
      hint: `install ${packages.join(', ')} as your system does it (Debian: apt-get install ${packages.join(' ')})`,
    },
  );
}
