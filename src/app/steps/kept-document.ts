import { z } from 'zod';
import { BaiupError } from '../../lib/errors.ts';
import { keptFile } from './kept-file.ts';

/** A document whose form nobody looks at closely: what wrote it is the same baiup. */
export const someDocument = <T extends object>(): z.ZodType<T> =>
  z.custom<T>((value) => typeof value === 'object' && value !== null);

/** Says that a document was damaged, where nothing else than a copy of it helps. */
export const damagedDocument =
  (file: string, tells: string) =>
  (cause: unknown): BaiupError =>
    new BaiupError('run.document-damaged', `${file} no longer tells ${tells}`, {
      hint: 'put an untouched copy of that file back, then do the same again',
      cause,
    });

/**
 * Reads a document of a run's folder that a step wrote there.
 * @param damaged says what is lost where it can no longer be read
 * @returns undefined where there is none. @throws what `damaged` makes
 */
export async function keptDocument<T>(
  file: string,
  form: z.ZodType<T>,
  damaged: (cause: unknown) => BaiupError,
): Promise<T | undefined> {
  const text = await keptFile.read(file);
  if (text === undefined) return undefined;
  try {
    return form.parse(JSON.parse(text));
  } catch (cause) {
    throw damaged(cause);
  }
}
