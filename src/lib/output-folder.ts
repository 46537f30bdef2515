import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BaiupError, messageOf, usageError } from './errors.ts';

/** A new folder that an operator wants files written to, for its owner alone. */
export interface OutputFolder {
  /** As it was named. */
  readonly name: string;
  /** @param file a name below it @throws BaiupError `output.not-written` */
  write(file: string, content: string): Promise<void>;
}

const notWritten = (name: string, error: unknown): BaiupError =>
  new BaiupError('output.not-written', `${name} cannot be written: ${messageOf(error)}`, {
    cause: error,
    hint: 'make room there, or name another folder',
  });

/**
 * Makes a folder, with one below it.
 * @throws BaiupError `output.wrong` (exit 64) where it holds something already, `output.not-written`
 */
export async function outputFolder(name: string, below: string): Promise<OutputFolder> {
  const found = await readdir(name).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw usageError('output.wrong', `-o ${name} is no folder that can be read: ${messageOf(error)}`);
  });
  if (found.length > 0) {
    throw usageError('output.wrong', `-o ${name} exists already, and is not empty`, 'name a new folder');
  }
  await mkdir(join(name, below), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw notWritten(name, error);
  });
  return {
    name,
    write: async (file, content) => {
      const path = join(name, file);
      await writeFile(path, content, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
        throw notWritten(path, error);
      });
    },
  };
}
