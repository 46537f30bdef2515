import type { PlannedHop, PlannedStep } from './plan.ts';

/** Seconds to one decimal: what a prediction is good for. */
export const roundSeconds = (value: number): number => Math.round(value * 10) / 10;

/**
 * Seconds that a hop's users are without some service: the longest chain of needs through the steps that run
 * while services are stopped, as the estimates have it.
 */
export function predictDowntime(hop: Pick<PlannedHop, 'phases'>): number {
  const stopped = hop.phases.filter(({ side }) => side === 'stopped').flatMap(({ steps }) => steps);
  const byId = new Map(stopped.map((step) => [step.id, step]));
  const ends = new Map<string, number>();
  const endOf = (step: PlannedStep): number => {
    const known = ends.get(step.id);
    if (known !== undefined) return known;
    const begins = step.needs.map((id) => byId.get(id)).map((need) => (need ? endOf(need) : 0));
    const end = Math.max(0, ...begins) + step.estimate;
    ends.set(step.id, end);
    return end;
  };
  return Math.max(0, ...stopped.map(endOf));
}
