import { onPath } from '../../src/io/hosts/on-path.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { BaiupError } from '../../src/lib/errors.ts';
import { aptInstall, hasApt } from '../../src/sandbox/docker/apt.ts';
import { reported } from '../../src/sandbox/progress.ts';
import { obtained } from './obtained.ts';
import type { Told } from './told.ts';

/** Programs that a lab needs on this machine, and the packages that have them. */
const programs = {
  'systemd-nspawn': 'systemd-container',
  debootstrap: 'debootstrap',
  ip: 'iproute2',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
} as const;

async function missingPackages(): Promise<readonly string[]> {
  const names = Object.keys(programs) as (keyof typeof programs)[];
  const found = await Promise.all(names.map((name) => onPath(thisMachine, name)));
  return [...new Set(names.filter((_, index) => found[index] === undefined).map((name) => programs[name]))];
}

/** Why no lab can be had on this machine, in a sentence; undefined where one can. */
export async function labObstacle(): Promise<string | undefined> {
  const userId = process.getuid?.() ?? 1;
  if (userId !== 0) return 'A lab makes containers and a network, and only root may do that.';
  const apart = ['unshare', '--mount', '--net', '--pid', '--fork', 'true'] as const;
  const able = await thisMachine.ask({ argv: apart, timeoutMs: 20_000 }).catch(() => undefined);
  if (able?.exitCode !== 0) return 'A lab needs namespaces, and this machine lets not even root make them.';
  const missing = await missingPackages();
  if (missing.length > 0 && !(await hasApt(thisMachine, userId)))
    return `A lab needs ${missing.join(', ')}, and this machine has no apt-get to install them by.`;
  return undefined;
}

/** Installs what is missing. @throws BaiupError `lab.not-here` where no lab can be had, `lab.no-parts` */
export async function requireLabPrograms({ onProgress, signal }: Told): Promise<void> {
  const obstacle = await labObstacle();
  if (obstacle !== undefined) throw new BaiupError('lab.not-here', obstacle);
  const missing = await missingPackages();
  if (missing.length === 0) return;
  const step = `Install ${missing.join(', ')} by apt-get`;
  await reported(step, onProgress, () =>
    obtained(missing.join(', '), () => aptInstall(thisMachine, missing, signal)),
  );
}
