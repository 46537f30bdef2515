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

export interface DowntimeRange {
  readonly predicted: number;
  readonly predictedRange: [number, number];
}

/** How far a step may be from what is known of it: one that was measured, and one that is only estimated. */
const spread = { measured: [0.85, 1.25], estimated: [0.6, 1.5] } as const;

/**
 * Seconds without service over all hops, from what a rehearsal measured and, for stops and starts, estimates.
 * @param measured seconds by the step's id
 */
export function predictFrom(
  hops: readonly Pick<PlannedHop, 'phases'>[],
  measured: Readonly<Record<string, number>>,
): DowntimeRange {
  const at = (bound?: 0 | 1): number => {
    const estimate = ({ id, estimate: guess }: PlannedStep): number => {
      const known = measured[id];
      const factor = bound === undefined ? 1 : spread[known === undefined ? 'estimated' : 'measured'][bound];
      return (known ?? guess) * factor;
    };
    const timed = hops.map(({ phases }) => ({
      phases: phases.map((phase) => ({
        ...phase,
        steps: phase.steps.map((step) => ({ ...step, estimate: estimate(step) })),
      })),
    }));
    return roundSeconds(timed.reduce((sum, hop) => sum + predictDowntime(hop), 0));
  };
  return { predicted: at(), predictedRange: [at(0), at(1)] };
}
