import type { PlannedStep } from '../../core/plan/plan.ts';
import { othersWait } from '../steps/others-wait.ts';
import type { HopDraft } from './draft.ts';
import { makeStep } from './make-step.ts';
import { migratingLegs } from './migrating-legs.ts';
import { isMigrated } from './own-data-steps.ts';
import { managerOf } from './stage.ts';

interface Which {
  /** The member whose own database it is; the cluster's unless told. */
  readonly database?: string;
  readonly visited: boolean;
  readonly host: string;
}

/** Other programs end what they do at each database that is migrated, before anything stops. */
export function othersWaitSteps(draft: HopDraft, needs: readonly string[]): PlannedStep[] {
  const { number: hop, others, visited } = draft;
  const stepFor = ({ database, visited: isAtWork, host }: Which): PlannedStep =>
    makeStep(
      othersWait,
      { hop, ...(database === undefined ? {} : { database }), ...others },
      {
        id: `${hop}.wait.${database ?? 'database'}`,
        needs,
        hosts: [host],
        estimate: isAtWork ? others.seconds : othersWait.estimate,
      },
    );
  return [
    ...(migratingLegs(draft).length > 0 ? [stepFor({ visited, host: managerOf(draft).member.host })] : []),
    ...draft.own
      .filter(isMigrated)
      .map(({ member: { member }, visited: isAtWork }) =>
        stepFor({ database: member.id, visited: isAtWork, host: member.host }),
      ),
  ];
}
