import type { Finding } from '../../lib/finding.ts';
import type { Check, CheckInput } from './check.ts';

/** The command that fixes what a check found. */
function fixCommand({ code, fix }: Check, { hops }: CheckInput): string {
  const to = hops.at(-1)?.to;
  const value = fix?.value === undefined ? '' : `=${fix.value.name}`;
  return ['baiup check', ...(to === undefined ? [] : [to]), `--fix ${code}${value}`].join(' ');
}

/** If baiup can fix a finding, its hint names the command first, then what to do without it. */
export function withFix(check: Check, finding: Finding, input: CheckInput): Finding {
  if (!check.fix) return finding;
  const manual = finding.hint === undefined ? '' : `      (or do it yourself: ${finding.hint})`;
  return { ...finding, hint: `${fixCommand(check, input)}${manual}` };
}
