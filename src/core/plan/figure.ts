import type { PlannedHop, PlannedStep } from './plan.ts';
import type { FigureSource } from './predicted-hop.ts';

/** What a step is expected to take, in seconds. */
export interface Figure {
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
  readonly source: FigureSource;
}

/** How far a step may be from what is known of it. */
const spread: Readonly<Record<FigureSource, readonly [number, number]>> = {
  receipt: [0.85, 1.25],
  cluster: [0.8, 1.3],
  paced: [0.75, 1.35],
  recorded: [0.6, 1.5],
};

/** A figure with the spread of its source; one that was measured several times spans at least what was seen. */
export function figure(seconds: number, source: FigureSource, seen: readonly number[] = []): Figure {
  const [less, more] = spread[source];
  return {
    seconds,
    low: Math.min(seconds * less, ...seen),
    high: Math.max(seconds * more, ...seen),
    source,
  };
}

/** What a step of a hop is expected to take. */
export type FigureOf = (step: PlannedStep, hop: Pick<PlannedHop, 'phases'>) => Figure;

/** Nothing but what the plan itself says. */
export const recordedFigure: FigureOf = ({ estimate }) => figure(estimate, 'recorded');
