import type { PlannedStep } from '../../core/plan/plan.ts';
import { operatorApprove } from '../steps/operator-approve.ts';
import type { HopDraft, ManualStep } from './draft.ts';
import { makeStep } from './make-step.ts';

/** The manual steps of a hop at some time, once the steps that they need are done. */
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
