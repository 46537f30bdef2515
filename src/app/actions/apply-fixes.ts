import { BaiupError } from '../../lib/errors.ts';
import type { Finding } from '../../lib/finding.ts';
import type { Fix } from '../checks/fix.ts';
import { type FixRequest, proposeFix } from '../checks/propose-fix.ts';
import { requireNamespace } from '../records/require-namespace.ts';
import { carryOutFixes } from '../wiring/carry-out-fix.ts';
import { type Checked, type CheckRequest, check } from './check.ts';

export interface Fixed {
  /** The findings after all fixes. */
  readonly checked: Checked;
  readonly done: readonly Fix[];
}

/** Findings that a fix should have fixed. */
function leftOf(findings: readonly Finding[], code: string, fix: Fix | undefined): Finding[] {
  return findings.filter((each) => each.code === code && (fix?.subjects?.includes(each.subject) ?? true));
}

/**
 * Shows what each named fix would do, asks `agreed`, does it, and runs the checks again.
 * @returns undefined where nobody agreed: nothing was changed
 * @throws BaiupError `etcd.namespace-unused`, `fix.*`, `fix.did-not-help` (exit 1) where a finding is there afterwards
 */
export async function applyFixes(
  request: CheckRequest,
  wanted: readonly FixRequest[],
  agreed: (fixes: readonly Fix[], checked: Checked) => Promise<boolean>,
): Promise<Fixed | undefined> {
  const before = await check(request);
  await requireNamespace(before.cluster.readers);
  const fixes = wanted.map((each) => proposeFix(each, before.input));
  if (!(await agreed(fixes, before))) return undefined;
  await carryOutFixes(before.cluster, fixes);
  const checked = await check(request);
  const open = wanted.flatMap(({ code }, index) => leftOf(checked.findings, code, fixes[index]));
  const [first] = open;
  if (!first) return { checked, done: fixes };
  throw new BaiupError(
    'fix.did-not-help',
    `${first.code} was fixed, but the check finds it again: ${first.summary}`,
    {
      findings: open,
      left: `done: ${fixes.map(({ does }) => does).join('; ')}`,
      hint: 'look at it yourself, then type: baiup check',
    },
  );
}
