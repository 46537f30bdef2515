import type { OthersAtDatabase } from '../../core/cluster/database-session.ts';
import { lasts } from '../../core/cluster/session-words.ts';
import type { Others } from '../../core/plan/others.ts';
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

/** Whether somebody is at work at a database who may still be at the stop. */
export const isVisited = (others: OthersAtDatabase | undefined): boolean =>
  others?.sessions.some(lasts) ?? false;

/**
 * Seconds that others are waited for inside the stop: who came since they were waited for before it. Where they are ended
 * in the end, those that are there have mostly been waited for already.
 */
const insideAtMost: Readonly<Record<Others['policy'], number>> = { wait: 15, refuse: 15, end: 5 };

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
      policy: others.policy,
      seconds: Math.min(others.seconds, insideAtMost[others.policy]),
      ...(aside ? { aside: true as const } : {}),
    },
    where,
  );
