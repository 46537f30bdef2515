import type { PlannedHop, PlannedStep } from './plan.ts';
import { type DowntimePart, downtimeParts } from './predicted-hop.ts';

/** Seconds to one decimal: what a prediction is good for. */
export const roundSeconds = (value: number): number => Math.round(value * 10) / 10;

/** The part that a step's id names; undefined for those outside the stop. */
export function partOf(id: string): DowntimePart | undefined {
  const verb = id.split('.')[1];
  return downtimeParts.find((part) => part === verb);
}

/** A hop's steps that run while services are stopped. */
export function stoppedSteps({ phases }: Pick<PlannedHop, 'phases'>): PlannedStep[] {
  return phases.filter(({ side }) => side === 'stopped').flatMap(({ steps }) => steps);
}

/**
 * The longest chain of needs through some steps, in order: what whoever waits for all of them waits for.
 * @param secondsOf what each step takes
 */
export function criticalChain(
  steps: readonly PlannedStep[],
  secondsOf: (step: PlannedStep) => number,
): PlannedStep[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const ends = new Map<string, number>();
  const needed = (step: PlannedStep): PlannedStep[] => step.needs.flatMap((id) => byId.get(id) ?? []);
  const endOf = (step: PlannedStep): number => {
    const known = ends.get(step.id);
    if (known !== undefined) return known;
    const end = Math.max(0, ...needed(step).map(endOf)) + secondsOf(step);
    ends.set(step.id, end);
    return end;
  };
  const latest = (among: readonly PlannedStep[]): PlannedStep | undefined =>
    among.reduce<PlannedStep | undefined>(
      (best, step) => (best && endOf(best) >= endOf(step) ? best : step),
      undefined,
    );
  const chain: PlannedStep[] = [];
  for (let at = latest(steps); at; at = latest(needed(at))) chain.unshift(at);
  return chain;
}

/** Seconds until all of some steps are done. */
export function chainSeconds(
  steps: readonly PlannedStep[],
  secondsOf: (step: PlannedStep) => number,
): number {
  return criticalChain(steps, secondsOf).reduce((sum, step) => sum + secondsOf(step), 0);
}
