import { BaiupError, exitCode, usageError } from '../../lib/errors.ts';
import type { CheckInput } from './check.ts';
import type { Fix } from './fix.ts';
import { checks } from './index.ts';

/** What `--fix` names: `CODE` or `CODE=VALUE`. */
export interface FixRequest {
  readonly code: string;
  readonly value: string | undefined;
}

/** @throws BaiupError `fix.malformed` (exit 64) */
export function parseFix(text: string): FixRequest {
  const [, code, value] = /^([^=\s]+)(?:=(.*))?$/s.exec(text) ?? [];
  if (code !== undefined) return { code, value };
  throw usageError(
    'fix.malformed',
    `"${text}" names nothing to mend`,
    'write --fix CODE or --fix CODE=VALUE',
  );
}

function refused(code: string, why: string, hint: string): BaiupError {
  return new BaiupError(code, why, { exit: exitCode.refused, left: 'nothing was changed', hint });
}

/**
 * What would mend a finding; nothing is done.
 * @throws BaiupError `fix.unknown`, `fix.value-missing`, `fix.value-unwanted`, `fix.value-wrong` (exit 64);
 * `fix.none`, `fix.nothing-to-mend` (exit 2)
 */
export function proposeFix({ code, value }: FixRequest, input: CheckInput): Fix {
  const check = checks.find((each) => each.code === code);
  const mendable = checks.filter(({ mend }) => mend !== undefined).map((each) => each.code);
  const these = `these can be mended: ${mendable.join(', ')}`;
  if (!check) throw usageError('fix.unknown', `no check is called ${code}`, these);
  const { mend } = check;
  const findings = check.find(input);
  if (findings.length === 0) {
    const where = input.hops.length === 0 ? '; some checks look only where a release is named' : '';
    throw refused('fix.nothing-to-mend', `${code} found nothing to mend${where}`, 'baiup check TO');
  }
  if (!mend) throw refused('fix.none', `${code} is not mended by baiup`, findings[0]?.hint ?? these);
  if (mend.value !== undefined && !value) {
    const { name, brief } = mend.value;
    throw usageError('fix.value-missing', `${code} needs a value: ${brief}`, `--fix ${code}=${name}`);
  }
  if (mend.value === undefined && value !== undefined)
    throw usageError('fix.value-unwanted', `${code} takes no value`, `--fix ${code}`);
  return mend.fix(input, value ?? '');
}
