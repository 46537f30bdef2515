import type { PlannedStep } from '../../core/plan/plan.ts';
import { operatorConfirm } from '../steps/operator-confirm.ts';
import type { ByHand, HopDraft } from './draft.ts';
import { makeStep } from './make-step.ts';

/** What the operator has to do by hand at some time of a hop, once the steps that it needs are done. */
export function byHandSteps(
  { number: hop, byHand }: HopDraft,
  when: ByHand['when'],
  needs: readonly string[],
): PlannedStep[] {
  return byHand
    .filter((each) => each.when === when)
    .map(({ finding: { code: rule, summary: what, hint: how = '', severity } }) =>
      makeStep(
        operatorConfirm,
        { hop, rule, what, how, optional: severity === 'info' },
        { id: `${hop}.confirm.${rule}`, needs, hosts: [] },
      ),
    );
}
