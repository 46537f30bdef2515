import type { PlannedStep } from '../../core/plan/plan.ts';
import { operatorApprove } from '../steps/operator-approve.ts';
import type { HopDraft, ManualStep } from './draft.ts';
import { makeStep } from './make-step.ts';

/** What the operator has to do manually at some time of a hop, once the steps that it needs are done. */
export function manualSteps(
  { number: hop, manual }: HopDraft,
  when: ManualStep['when'],
  needs: readonly string[],
): PlannedStep[] {
  return manual
    .filter((each) => each.when === when)
    .map(({ finding: { code: rule, summary: what, hint: how = '', severity } }) =>
      makeStep(
        operatorApprove,
        { hop, rule, what, how, optional: severity === 'info' },
        { id: `${hop}.approve.${rule}`, needs, hosts: [] },
      ),
    );
}
