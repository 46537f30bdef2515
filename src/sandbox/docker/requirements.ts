import { onPath } from '../../io/hosts/on-path.ts';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { findDockerPrograms } from '../../io/services/docker-programs.ts';
import { BaiupError } from '../../lib/errors.ts';
import { reported } from '../progress.ts';
import type { SandboxOptions } from '../sandbox.ts';
import { aptInstall, hasApt } from './apt.ts';

type Told = Pick<SandboxOptions, 'onProgress' | 'signal'>;

/**
 * All that a Docker daemon of our own takes; what is missing is installed where the machine has apt.
 * @returns the path of dockerd
 * @throws BaiupError `docker.missing`, `command.failed`
 */
export async function requireDockerPrograms(told: Told): Promise<string> {
  const before = await findDockerPrograms();
  if (before.packages.length > 0) await install(before.packages, told);
  const now = before.missing.length === 0 ? before : await findDockerPrograms();
  // From Debian 13 on Docker's command line has a package of its own.
  if (now.missing.join() === 'docker') await install(['docker-cli'], told);
  const { found, missing, packages } = await findDockerPrograms();
  if (found.dockerd && missing.length === 0) return found.dockerd;
  throw lacking(missing, packages);
}

/** @returns the path of debootstrap. @throws BaiupError `docker.missing`, `command.failed` */
export async function requireDebootstrap(told: Told): Promise<string> {
  const found = await onPath(thisMachine, 'debootstrap');
  if (found) return found;
  await install(['debootstrap'], told);
  const now = await onPath(thisMachine, 'debootstrap');
  if (now) return now;
  throw lacking(['debootstrap'], ['debootstrap']);
}

async function install(packages: readonly string[], { onProgress, signal }: Told): Promise<void> {
  if (!(await hasApt())) throw lacking(packages, packages);
  const step = `Install ${packages.join(', ')} by apt-get`;
  await reported(step, onProgress, () => aptInstall(packages, signal));
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
