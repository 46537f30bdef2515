import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { BaiupError, messageOf } from '../lib/errors.ts';
import type { Layout } from './layout.ts';

/** A file of a sandbox's own; undefined where there is none. @throws BaiupError `sandbox.damaged` */
export async function loadJson<T>(
  layout: Layout,
  path: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new BaiupError('sandbox.damaged', `${path} cannot be understood: ${messageOf(error)}`, {
      hint: `baiup sandbox down --name ${layout.name}`,
    });
  }
}
