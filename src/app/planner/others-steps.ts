import type { PlannedStep } from '../../core/plan/plan.ts';
import { othersLeave } from '../steps/others-leave.ts';
import type { HopDraft } from './draft.ts';
import { makeStep } from './make-step.ts';

interface Where {
  readonly id: string;
  readonly needs: readonly string[];
  readonly hosts: readonly string[];
}

interface Which {
  /** The member whose own database it is; the cluster's unless told. */
  readonly database?: string;
  /** Whether it is set aside next. */
  readonly aside: boolean;
}

/** Other programs leave a database that is migrated, once its own writers have stopped and before it is captured. */
export const othersStep = (
  { number: hop, others }: HopDraft,
  { database, aside }: Which,
  where: Where,
): PlannedStep =>
  makeStep(
    othersLeave,
    {
      hop,
      ...(database === undefined ? {} : { database }),
      ...others,
      ...(aside ? { aside: true as const } : {}),
    },
    where,
  );
