import { BaiupError, messageOf } from '../../lib/errors.ts';

/** Why a host does not do something with a file, as an operator reads it. */
const reasons: Readonly<Record<string, readonly [why: string, hint: string]>> = {
  EACCES: ['permission is denied', 'run baiup as a user who may read and write there'],
  EPERM: ['it is not allowed', 'run baiup as a user who may read and write there'],
  EROFS: ['its file system is read-only', 'mount it so that it can be written'],
  ENOSPC: ['its disk is full', 'make room on that disk'],
  EDQUOT: ['its quota is used up', 'make room on that disk'],
  EIO: ['its disk fails', 'look at the logs of that machine'],
};

/**
 * Does something with a file of a host.
 * @throws BaiupError `host.refused` with the path, the host and why
 */
export async function onFile<T>(host: string, path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof BaiupError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const [why = messageOf(error), hint] = reasons[code] ?? [];
    throw new BaiupError('host.refused', `${path} on ${host}: ${why}`, {
      ...(hint ? { hint } : {}),
      cause: error,
    });
  }
}
