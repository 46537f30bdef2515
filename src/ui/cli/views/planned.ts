import type { Planned } from '../../../app/actions/plan.ts';
import { exitCode } from '../../../lib/errors.ts';
import type { Outcome } from '../outcome.ts';
import type { Paint } from '../paint.ts';
import { findingLines } from './findings.ts';
import { planText } from './plan.ts';
import { nextStep } from './rehearsed.ts';

/** What `baiup plan` says. @param file where the plan was written; undefined where it was not */
export function plannedOutcome(planned: Planned, file: string | undefined, paint: Paint): Outcome {
  switch (planned.kind) {
    case 'nothing-to-do':
      return {
        json: { to: planned.to, hops: [], findings: [] },
        text: `Already at ${planned.to}: nothing to do.`,
      };
    case 'refused': {
      const { to, findings } = planned;
      const text = ['Refused: no plan was made', '', ...findingLines(findings)].join('\n');
      return { json: { to, findings }, text, exit: exitCode.refused };
    }
    case 'plan': {
      const { plan, rehearsed } = planned;
      const text = planText(plan, rehearsed, paint);
      return { json: plan, text: `${text}\n\n  Next: ${nextStep(file, rehearsed)}` };
    }
    default:
      return planned satisfies never;
  }
}
