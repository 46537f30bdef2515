import { type DowntimePart, downtimeParts } from './downtime-part.ts';
import type { PlannedHop, PlannedStep } from './plan.ts';

/** Seconds to one decimal: what a prediction is good for. */
export const roundSeconds = (value: number): number => Math.round(value * 10) / 10;

/** The part of the downtime that a step's id names; undefined for steps outside the outage. */
export function partOf(id: string): DowntimePart | undefined {
  const verb = id.split('.')[1];
  return downtimeParts.find((part) => part === verb);
}

/** A hop's steps that run while services are stopped. */
export function stoppedSteps({ phases }: Pick<PlannedHop, 'phases'>): PlannedStep[] {
  return phases.filter(({ side }) => side === 'stopped').flatMap(({ steps }) => steps);
}

/** A hop's steps by which members turn while something stands in for them. */
export function besideSteps({ phases }: Pick<PlannedHop, 'phases'>): PlannedStep[] {
  return phases.filter(({ beside }) => beside).flatMap(({ steps }) => steps);
}
