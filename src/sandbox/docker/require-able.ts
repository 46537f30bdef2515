import { BaiupError } from '../../lib/errors.ts';

/** @throws BaiupError `sandbox.docker-root`, `sandbox.docker-architecture` */
export function requireAble(userId = process.getuid?.() ?? 1, architecture: string = process.arch): void {
  if (userId !== 0) {
    throw new BaiupError(
      'sandbox.docker-root',
      'a docker agent makes containers, and only root may do that',
      {
        hint: 'run it as root, or leave out --agent docker: the dummy agent needs neither root nor Docker',
      },
    );
  }
  if (architecture !== 'x64') {
    throw new BaiupError(
      'sandbox.docker-architecture',
      `docker agents of a sandbox run on x86_64 alone, and this machine is ${architecture}`,
      { hint: 'leave out --agent docker' },
    );
  }
}
