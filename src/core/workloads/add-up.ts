import { sessionStage } from './session-stage.ts';
import type { WorkloadTotals } from './totals.ts';

interface Counted {
  readonly status: string;
  readonly kind: string;
  readonly count: number;
}

/** How many sessions there are of each stage, and how many run of each kind. */
export function addUp(
  sessions: Iterable<Counted>,
): Pick<WorkloadTotals, 'running' | 'inFlight' | 'pending'> &
  Required<Pick<WorkloadTotals, 'failed' | 'kinds'>> {
  const stages = { running: 0, moving: 0, waiting: 0, failed: 0, ended: 0 };
  const kinds: Record<string, number> = {};
  for (const { status, kind, count } of sessions) {
    const stage = sessionStage(status);
    stages[stage] += count;
    if (stage === 'running') kinds[kind] = (kinds[kind] ?? 0) + count;
  }
  const { running, moving: inFlight, waiting: pending, failed } = stages;
  return { running, inFlight, pending, failed, kinds };
}
