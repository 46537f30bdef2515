import type { PlannedStep } from '../../core/plan/plan.ts';
import { operatorConfirm } from '../steps/operator-confirm.ts';
import type { HopDraft } from './draft.ts';
import { makeStep } from './make-step.ts';

/**
 * What the operator has to do before a hop's first stop. The first hop's is asked for at once, while environments are
 * built; a later one's when the hop before is proven.
 */
export function byHandSteps({ number: hop, byHand, gate }: HopDraft): PlannedStep[] {
  return byHand.map(({ code: rule, summary: what, hint: how = '', severity }) =>
    makeStep(
      operatorConfirm,
      { hop, rule, what, how, optional: severity === 'info' },
      { id: `${hop}.confirm.${rule}`, needs: hop === 1 ? [] : gate, hosts: [] },
    ),
  );
}
