import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface FileTail {
  /** Absolute. */
  readonly file: string;
  readonly tail: string;
}

/** The last lines of each file in a folder of a run, by name; none where there is no such folder. */
export async function fileTails(folder: string, lines: number): Promise<readonly FileTail[]> {
  const names = (await readdir(folder).catch(() => [])).sort();
  return Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      const text = await readFile(file, 'utf8');
      return { file, tail: text.trimEnd().split('\n').slice(-lines).join('\n') };
    }),
  );
}
