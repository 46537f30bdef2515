import { access } from 'node:fs/promises';

/** Whether there is a file or a folder of this machine at a path that we may look at. */
export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
