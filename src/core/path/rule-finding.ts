import type { Finding } from '../../lib/finding.ts';
import type { Rule } from '../catalog/rules/rule.ts';

/** How baiup takes care of it, whatever the cluster declares; undefined where it does not. */
export function handledBy({ handled, step, check }: Rule): string | undefined {
  if (handled !== undefined) return step === undefined ? handled : `${handled} (${step})`;
  return check === undefined ? undefined : `the check ${check} looks for it`;
}

/**
 * A rule as something to say of a hop or release. What is a manual step has the origin `manual`; one that baiup
 * takes care of in every cluster is told like a risk.
 */
export function ruleFinding(rule: Rule, subject: string): Finding {
  const { id, severity, title, why, remedy, kind } = rule;
  const handled = rule.where === undefined ? handledBy(rule) : undefined;
  return {
    code: id,
    severity,
    subject,
    summary: title,
    detail: why,
    hint: remedy,
    source: `${rule.source} (${rule.evidence})`,
    origin: kind === 'manual' && (rule.handled === undefined || rule.where !== undefined) ? 'manual' : 'risk',
    ...(handled === undefined ? {} : { handled }),
    ...(rule.runsBetween ? { runsBetween: true } : {}),
    ...(rule.onlyRunning ? { onlyRunning: true } : {}),
  };
}
