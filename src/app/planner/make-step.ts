import type { PlannedStep } from '../../core/plan/plan.ts';
import type { Step } from '../steps/step.ts';

interface Place {
  readonly id: string;
  readonly needs: readonly string[];
  readonly hosts: readonly string[];
  /** Seconds; the step's own unless told. */
  readonly estimate?: number;
}

/** A planned step of a kind, with the params that this kind takes. */
export function makeStep<P>(
  step: Step<P>,
  params: P,
  { id, needs, hosts, estimate = step.estimate }: Place,
): PlannedStep {
  return {
    id,
    kind: step.kind,
    title: step.title(params),
    params: params as Readonly<Record<string, unknown>>,
    needs: [...new Set(needs)].sort(),
    hosts: [...new Set(hosts)].sort(),
    estimate,
    ...(typeof step.undo === 'function' ? {} : { irreversible: step.undo.irreversible }),
  };
}
