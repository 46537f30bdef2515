import { access, constants, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { writeFileAtomic } from './atomic-file.ts';
import { BaiupError, messageOf, usageError } from './errors.ts';

/** A file that an operator wants something written to. */
export interface OutputFile {
  /** As it was named. */
  readonly name: string;
  /** @throws BaiupError `output.not-written` */
  write(content: string | Iterable<string>, mode?: number): Promise<void>;
}

const wrong = (message: string, hint: string) => usageError('output.wrong', message, hint);

async function refuseFolder(name: string, folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (!found) throw wrong(`-o ${name}: there is no folder ${folder}`, `mkdir -p ${folder}`);
  if (!found.isDirectory()) throw wrong(`-o ${name}: ${folder} is not a folder`, 'name another file');
  await access(folder, constants.W_OK | constants.X_OK).catch(() => {
    throw wrong(`-o ${name}: you may not write in the folder ${folder}`, 'name a file in another folder');
  });
}

/** Where a file of this name really is: a link stays a link. */
async function placeOf(name: string, example: string): Promise<string> {
  const path = resolve(name);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() || /[/\\]$/.test(name)) {
    throw wrong(`-o ${name} names a folder, not a file`, `-o ${join(name, example)}`);
  }
  if (found && !found.isFile()) throw wrong(`-o ${name} exists already, and is not a file`, `-o ${example}`);
  return found ? realpath(path) : path;
}

/**
 * Looks, before any work is done, whether a file can be written where it is asked for; no folder is made.
 * @param example what such a file may be called
 * @throws BaiupError `output.wrong` (exit 64)
 */
export async function outputFile(name: string, example: string): Promise<OutputFile> {
  if (name.trim() === '') throw wrong('-o names no file', `-o ${example}`);
  const path = await placeOf(name, example);
  await refuseFolder(name, dirname(path));
  return {
    name,
    write: async (content, mode) => {
      await writeFileAtomic(path, content, mode).catch((error: unknown) => {
        throw new BaiupError('output.not-written', `${name} cannot be written: ${messageOf(error)}`, {
          cause: error,
          left: 'nothing was changed',
          hint: 'make room there, or name another file',
        });
      });
    },
  };
}
