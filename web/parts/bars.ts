import type { StepView } from '../../src/core/run/view.ts';
import { type Standing, standingOf } from './tally.ts';

/** A step in time; milliseconds since the epoch. */
export interface Bar {
  readonly step: string;
  readonly title: string;
  readonly from: number;
  /** Absent while it runs. */
  readonly to?: number;
  readonly kind: string;
  readonly stands: Standing;
}

/** A row of a timeline, with its bars in lanes so that none covers another. */
export interface Row {
  readonly name: string;
  readonly lanes: readonly (readonly Bar[])[];
}

const kinds = ['stop', 'capture', 'migrate', 'approve', 'switch', 'start'] as const;

export const kindOf = (id: string): string => kinds.find((kind) => kind === id.split('.')[1]) ?? 'other';

/** Steps that do not make an outage are one kind. */
export function barOf(step: StepView): Bar | undefined {
  if (step.started === undefined) return undefined;
  const from = Date.parse(step.started);
  const to = step.seconds === undefined ? undefined : from + step.seconds * 1000;
  const stands = standingOf(step);
  return {
    ...{ step: step.step, title: step.title, from, kind: kindOf(step.step), stands },
    // A second attempt runs, and what is known is what the first one took.
    ...(to === undefined || stands === 'moving' ? {} : { to }),
  };
}

/** The fewest lanes: a bar goes into the first that is free by then. */
export function inLanes(bars: readonly Bar[], now: number): Bar[][] {
  const lanes: Bar[][] = [];
  const ends: number[] = [];
  for (const bar of bars.toSorted((a, b) => a.from - b.from)) {
    const free = ends.findIndex((end) => end <= bar.from);
    const lane = free < 0 ? lanes.length : free;
    lanes[lane] = [...(lanes[lane] ?? []), bar];
    ends[lane] = bar.to ?? now;
  }
  return lanes;
}

const niceSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400];

/** Moments to name on an axis, at most so many. */
export function ticksOf(from: number, to: number, most: number): number[] {
  const span = Math.max(1, (to - from) / 1000);
  const step = (niceSteps.find((each) => span / each <= most) ?? 86_400) * 1000;
  const first = Math.ceil(from / step) * step;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return Array.from({ length: Math.min(count, most + 1) }, (_, index) => first + index * step);
}
