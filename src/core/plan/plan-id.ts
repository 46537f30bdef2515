import { fingerprint } from '../../lib/stable-json.ts';
import { type Plan, planFormat } from './plan.ts';

/** A plan but for its name; a whole one will do. */
export type PlanContent = Omit<Plan, 'format' | 'id'> & Partial<Pick<Plan, 'format' | 'id'>>;

/**
 * SHA-256 of all that a plan does and of all that was agreed to. Left out is what changes from day to day: estimates,
 * the predicted downtime, the texts of findings, which hold figures, and remarks, which nobody has to agree to.
 */
export function planSha256(plan: PlanContent): string {
  const { format: _format, id: _id, madeWith: _madeWith, downtime: _downtime, ...content } = plan;
  const hops = content.hops.map((hop) => ({
    ...hop,
    phases: hop.phases.map((phase) => ({
      ...phase,
      steps: phase.steps.map(({ estimate: _estimate, ...step }) => step),
    })),
  }));
  const agreedTo = content.findings.filter(({ severity }) => severity !== 'info');
  const findings = agreedTo.map(({ summary: _summary, detail: _detail, hint: _hint, ...finding }) => finding);
  return fingerprint({ ...content, hops, findings, window: content.window?.seconds });
}

/** The id that belongs to a plan's content. */
export const planId = (content: PlanContent): string => `p-${planSha256(content).slice(0, 8)}`;

/** A content, or a plan whose content changed, with the id that belongs to it. */
export function identified(content: PlanContent): Plan {
  const { format: _format, id: _id, ...rest } = content;
  return { format: planFormat, id: planId(rest), ...rest };
}
