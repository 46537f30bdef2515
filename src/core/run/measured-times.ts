import { besides, type MeasuredTime, ownerOf, repeatedKinds } from '../plan/measured-time.ts';
import type { Plan } from '../plan/plan.ts';
import { walkPlan } from '../plan/walk.ts';
import type { RunEvent } from './event.ts';

/** What a run measured of its stops, starts, switches and captures; what it found half or wholly done tells nothing. */
export function measuredTimes(plan: Plan, events: readonly RunEvent[]): MeasuredTime[] {
  const probed = new Set(events.flatMap((event) => (event.kind === 'step.probed' ? [event.step] : [])));
  const placed = new Map(walkPlan(plan).map((each) => [each.step.id, each]));
  return events.flatMap((event) => {
    if (event.kind !== 'step.finished' || probed.has(event.step)) return [];
    const found = placed.get(event.step);
    const hop = found && plan.hops[found.hop];
    if (!hop || found.phase.side !== 'stopped' || !repeatedKinds.has(found.step.kind)) return [];
    const { step } = found;
    return [
      {
        kind: step.kind,
        ...ownerOf(step),
        beside: besides(step, hop),
        seconds: event.seconds,
        estimate: step.estimate,
      },
    ];
  });
}
