import type { z } from 'zod';
import type { BaiupError } from '../../lib/errors.ts';
import { keptFile } from './kept-file.ts';

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
