import { readFile, stat } from 'node:fs/promises';
import type { Plan } from '../../core/plan/plan.ts';
import { type BaiupError, messageOf, usageError } from '../../lib/errors.ts';
import { makeItAgain, parsePlan } from './parse-plan.ts';

/** Bytes; ten thousand agents need a tenth of it. */
const largest = 500e6;

function notRead(file: string, error: NodeJS.ErrnoException): BaiupError {
  const why = error.code === 'ENOENT' ? 'there is no such file' : messageOf(error);
  return usageError('plan.file-missing', `the plan ${file} cannot be read: ${why}`, makeItAgain);
}

/**
 * Reads a plan as `baiup plan -o` wrote it.
 * @throws BaiupError `plan.file-missing`, `plan.file-wrong` (both exit 64), `plan.changed` (exit 2)
 */
export async function readPlan(file: string): Promise<Plan> {
  const found = await stat(file).catch((error) => Promise.reject(notRead(file, error)));
  const size = `${Math.round(found.size / 1e6)} MB`;
  const trouble = found.isDirectory()
    ? 'is a folder'
    : !found.isFile()
      ? 'is no file'
      : found.size > largest
        ? `has ${size}: no plan is that large`
        : undefined;
  if (trouble !== undefined) throw usageError('plan.file-wrong', `${file} ${trouble}`, makeItAgain);
  const text = await readFile(file, 'utf8').catch((error) => Promise.reject(notRead(file, error)));
  return parsePlan(text, file);
}
