import { dirname } from 'node:path';
import { BaiupError } from '../lib/errors.ts';
import type { Ingredients } from './configurations/shared.ts';

/** Adds to what went wrong where the logs are and how to go on; bugs of our own stay as they are. */
export async function explained<T>({ layout }: Ingredients, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof BaiupError)) throw error;
    const { code, message, hint, exit } = error;
    const again = `baiup sandbox up --name ${layout.name} goes on; baiup sandbox down --name ${layout.name} ends it`;
    const left = `half-made; logs are in ${dirname(layout.log('any'))} and ${layout.folder}/servers`;
    throw new BaiupError(code, message, { hint: hint ?? again, left, cause: error, exit });
  }
}
