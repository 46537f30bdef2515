import { BaiupError, exitCode } from '../../lib/errors.ts';
import { blockers, type Finding, warnings } from '../../lib/finding.ts';

/**
 * Refuses to go on: always with blockers, and with warnings unless their code was accepted.
 * @throws BaiupError `findings.blockers`, `findings.warnings`, both exit 2
 */
export function refuseByFindings(findings: readonly Finding[], accepts: (code: string) => boolean): void {
  const blocking = blockers(findings);
  if (blocking.length > 0) {
    throw new BaiupError('findings.blockers', `${blocking.length} must be fixed first`, {
      exit: exitCode.refused,
      findings: blocking,
      left: 'nothing was changed',
    });
  }
  const open = warnings(findings).filter(({ code }) => !accepts(code));
  if (open.length === 0) return;
  const codes = [...new Set(open.map(({ code }) => code))];
  throw new BaiupError('findings.warnings', `${open.length} warnings are not accepted`, {
    exit: exitCode.refused,
    findings: open,
    left: 'nothing was changed',
    hint: `accept them by name (${codes.map((code) => `--accept ${code}`).join(' ')}) or all that are shown (--yes)`,
  });
}
