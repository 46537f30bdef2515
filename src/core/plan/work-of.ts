import { fingerprint } from '../../lib/stable-json.ts';
import type { Plan } from './plan.ts';

/**
 * SHA-256 of all that a plan would do, and to what: equal for two plans that differ only in what they predict, say or
 * accept.
 */
export function workOf({ cluster, facts, hops }: Pick<Plan, 'cluster' | 'facts' | 'hops'>): string {
  const steps = hops.map(({ from, to, phases }) => ({
    from,
    to,
    steps: phases.flatMap((phase) =>
      phase.steps.map(({ id, kind, params, needs }) => ({ id, kind, params, needs })),
    ),
  }));
  return fingerprint({ cluster, facts, steps });
}
