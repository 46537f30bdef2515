import { BaiupError } from './errors.ts';

/** What the system says when it refuses a file, and what to do about it. */
const reasons: Readonly<Record<string, readonly [why: string, hint: string]>> = {
  EACCES: ['permission is denied', 'run baiup as a user who may read and write there'],
  EPERM: ['it is not allowed', 'run baiup as a user who may read and write there'],
  EROFS: ['its file system is read-only', 'mount it so that it can be written, or name another folder'],
  ENOSPC: ['its disk is full', 'make room on that disk, then type the same command again'],
  EDQUOT: ['its quota is used up', 'make room there, then type the same command again'],
  EIO: ['its disk fails', 'look at the logs of this machine'],
  EISDIR: ['it is a folder', 'name a file'],
  ENOTDIR: ['a part of it is a file, not a folder', 'name another place'],
  ENAMETOOLONG: ['its name is too long', 'name another place'],
  ELOOP: ['its links form a circle', 'name another file'],
  EMFILE: ['too many files are open', 'raise the limit: ulimit -n 65536'],
};

/** Of an error of the operating system the one that an operator can act on; undefined for anything else. */
export function systemTrouble(error: unknown): BaiupError | undefined {
  if (!(error instanceof Error) || error instanceof BaiupError) return undefined;
  const { code = '', path } = error as NodeJS.ErrnoException;
  const reason = reasons[code];
  if (!reason || path === undefined) return undefined;
  const [why, hint] = reason;
  return new BaiupError('machine.refused', `${path} on this machine: ${why}`, { hint, cause: error });
}
