import type { Finding } from '../../lib/finding.ts';
import type { Check, CheckInput } from './check.ts';

/** The command that mends what a check found. */
function mendCommand({ code, mend }: Check, { hops }: CheckInput): string {
  const to = hops.at(-1)?.to;
  const value = mend?.value === undefined ? '' : `=${mend.value.name}`;
  return ['baiup check', ...(to === undefined ? [] : [to]), `--fix ${code}${value}`].join(' ');
}

/** A finding that baiup can mend names the command first, then the way by hand. */
export function withMend(check: Check, finding: Finding, input: CheckInput): Finding {
  if (!check.mend) return finding;
  const byHand = finding.hint === undefined ? '' : `      (or by hand: ${finding.hint})`;
  return { ...finding, hint: `${mendCommand(check, input)}${byHand}` };
}
