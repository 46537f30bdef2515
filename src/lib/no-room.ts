const codes = new Set(['ENOSPC', 'EDQUOT']);
const words = /No space left on device|Disk quota exceeded/i;

/** Whether something failed because a disk or a quota is full: by the system's code, or by what a program said of it. */
export function isNoRoom(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return (code !== undefined && codes.has(code)) || words.test(error.message) || isNoRoom(error.cause);
}
