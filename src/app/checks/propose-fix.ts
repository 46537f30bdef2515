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
  throw usageError('fix.malformed', `"${text}" names nothing to fix`, 'write --fix CODE or --fix CODE=VALUE');
}

function refused(code: string, why: string, hint: string): BaiupError {
  return new BaiupError(code, why, { exit: exitCode.refused, left: 'nothing was changed', hint });
}

/**
 * The fix for the findings of a check; it changes nothing.
 * @throws BaiupError `fix.unknown`, `fix.value-missing`, `fix.value-unwanted`, `fix.value-wrong` (exit 64);
 * `fix.none`, `fix.nothing-to-fix` (exit 2)
 */
export function proposeFix({ code, value }: FixRequest, input: CheckInput): Fix {
  const check = checks.find((each) => each.code === code);
  const fixable = checks.filter(({ fix }) => fix !== undefined).map((each) => each.code);
  const these = `these can be fixed: ${fixable.join(', ')}`;
  if (!check) throw usageError('fix.unknown', `no check is called ${code}`, these);
  const { fix } = check;
  const findings = check.find(input);
  if (findings.length === 0) {
    const where = input.hops.length === 0 ? '; some checks look only where a release is named' : '';
    throw refused('fix.nothing-to-fix', `${code} found nothing to fix${where}`, 'baiup check TO');
  }
  if (!fix) throw refused('fix.none', `baiup cannot fix what ${code} finds`, findings[0]?.hint ?? these);
  if (fix.value !== undefined && !value) {
    const { name, brief } = fix.value;
    throw usageError('fix.value-missing', `${code} needs a value: ${brief}`, `--fix ${code}=${name}`);
  }
  if (fix.value === undefined && value !== undefined)
    throw usageError('fix.value-unwanted', `${code} takes no value`, `--fix ${code}`);
  return fix.make(input, value ?? '');
}
