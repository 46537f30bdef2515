import { applyFixes } from '../../../app/actions/apply-fixes.ts';
import { type Checked, check as runChecks } from '../../../app/actions/check.ts';
import type { Fix } from '../../../app/checks/fix.ts';
import { parseFix } from '../../../app/checks/propose-fix.ts';
import { exitCode, usageError } from '../../../lib/errors.ts';
import { blockers } from '../../../lib/finding.ts';
import type { CommonFlags } from '../context.ts';
import { endsInOrder } from '../ends-in-order.ts';
import { type IntendedFlags, intended } from '../intended.ts';
import type { Outcome } from '../outcome.ts';
import { saysYes } from '../says-yes.ts';
import type { Terminal } from '../terminal.ts';
import { checkText, fixJson, fixLines } from '../views/check.ts';
import { warnOfUnmet } from '../warn-of-unmet.ts';

export interface CheckFlags extends CommonFlags, IntendedFlags {
  readonly policy: 'page' | 'schema';
  readonly windows: 'each' | 'one';
  readonly fix: readonly string[];
  readonly yes: boolean;
}

function outcome(
  { findings, fine, input, affected }: Checked,
  terminal: Terminal,
  done: readonly Fix[] = [],
): Outcome {
  const { workloads } = input.snapshot;
  for (const each of affected?.unmet ?? []) warnOfUnmet(terminal)(each);
  const said = done.map(({ does }) => `${terminal.paint('green', '✓')} ${does}`);
  return {
    json: {
      findings,
      fine,
      workloads,
      ...(affected ? { affected } : {}),
      ...(done.length > 0 ? { fixed: done.map(fixJson) } : {}),
    },
    text: [
      ...said,
      ...(said.length > 0 ? [''] : []),
      checkText({ findings, fine, affected }, workloads, terminal.paint),
    ].join('\n'),
    exit: blockers(findings).length > 0 ? exitCode.refused : exitCode.done,
  };
}

/** Shows what would be done, then asks; a script says `--yes`. */
async function agreedTo(fixes: readonly Fix[], terminal: Terminal, yes: boolean): Promise<boolean> {
  for (const line of fixes.flatMap(fixLines)) terminal.progress.say(line);
  if (!(await saysYes('Do what is shown above?', yes))) return false;
  endsInOrder(terminal, {
    left: 'each change that is shown above is done as a whole or not at all',
    next: 'look again: baiup check',
  });
  return true;
}

export async function check(terminal: Terminal, flags: CheckFlags, to?: string): Promise<Outcome> {
  const { policy, windows, fix, yes } = flags;
  const request = { to, clusterFile: terminal.clusterFile, policy, windows, intended: intended(flags) };
  if (yes && fix.length === 0)
    throw usageError(
      'fix.missing',
      '--yes is for --fix, and there is no --fix',
      'baiup check --fix CODE --yes',
    );
  if (fix.length === 0) return outcome(await runChecks(request), terminal);
  const fixed = await applyFixes(request, fix.map(parseFix), (fixes) => agreedTo(fixes, terminal, yes));
  if (fixed) return outcome(fixed.checked, terminal, fixed.done);
  return { json: { fixed: [] }, text: 'Nothing was changed.', exit: exitCode.refused };
}
