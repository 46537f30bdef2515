import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OfferedFile } from './offered-file.ts';

/** The wheels of these projects in a folder, hashed. A folder that is not there holds none, as for pip. */
export async function folderWheels(
  folder: string,
  isWanted: (filename: string) => boolean,
): Promise<readonly OfferedFile[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const found: OfferedFile[] = [];
  for (const filename of names.filter((name) => name.endsWith('.whl') && isWanted(name)).sort()) {
    const path = join(folder, filename);
    const { size } = await stat(path);
    const sha256 = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    found.push({ filename, url: pathToFileURL(path).href, sha256, size });
  }
  return found;
}
