import { type BaiupError, usageError } from '../../lib/errors.ts';

/** A value after `--fix CODE=` that cannot be right. */
export function wrongValue(code: string, value: string, why: string, hint: string): BaiupError {
  return usageError('fix.value-wrong', `--fix ${code}=${value}: ${why}`, hint);
}
