import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import type { RunTexts } from './port.ts';

/** A file as text; undefined where there is none. */
export async function textAt(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Texts of a run as files in its folder. */
export function fileTexts(runFolder: string): RunTexts {
  const where = (name: string): string => join(runFolder, `${name}.json`);
  return {
    where,
    read: (name) => textAt(where(name)),
    write: (name, text) => writeFileAtomic(where(name), text),
  };
}
