import { dirname } from 'node:path';
import { BaiupError } from '../lib/errors.ts';
import type { Ingredients } from './configurations/shared.ts';

/** Adds to what went wrong where the logs are and how to go on. */
export async function explained<T>({ layout }: Ingredients, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const known = error instanceof BaiupError ? error : undefined;
    throw new BaiupError(known?.code ?? 'sandbox.not-up', messageOf(error), {
      hint:
        known?.hint ??
        `baiup sandbox up --name ${layout.name} goes on; baiup sandbox down --name ${layout.name} ends it`,
      left: `half-made; logs are in ${dirname(layout.log('any'))} and ${layout.folder}/servers`,
      cause: error,
      exit: error.exit,
    });
  }
}
