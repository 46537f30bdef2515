import { partOf, roundSeconds } from '../plan/downtime.ts';
import { type DowntimePart, downtimeParts } from '../plan/downtime-part.ts';
import type { PredictedHop } from '../plan/predicted-hop.ts';
import type { PartView, StepView } from './view.ts';

interface Timed {
  readonly part: DowntimePart;
  readonly from: number;
  readonly to: number;
}

const isTimed = ({ state, started, seconds, inWave, beside }: StepView): boolean =>
  !inWave && !beside && state === 'done' && started !== undefined && seconds !== undefined;

function timed(steps: readonly StepView[]): Timed[] {
  return steps.filter(isTimed).flatMap(({ step, started = '', seconds = 0 }) => {
    const part = partOf(step);
    const from = Date.parse(started) / 1000;
    return part === undefined ? [] : [{ part, from, to: from + seconds }];
  });
}

/**
 * Seconds of each part along the chain that really made the outage of a hop. It is walked back from the last start:
 * before each step comes the one that ended last before it began, because a step starts as soon as what it waited for
 * has ended.
 */
export function actualParts(steps: readonly StepView[]): Map<DowntimePart, number> {
  const tolerance = 0.005;
  const sums = new Map<DowntimePart, number>();
  let began = Number.POSITIVE_INFINITY;
  for (const { part, from, to } of timed(steps).sort((a, b) => b.to - a.to)) {
    if (to > began + tolerance || from >= began) continue;
    sums.set(part, (sums.get(part) ?? 0) + to - from);
    began = from;
  }
  return sums;
}

/** What was foreseen of each part beside what it took. */
export function partViews(
  predicted: PredictedHop | undefined,
  actual: ReadonlyMap<DowntimePart, number>,
): PartView[] {
  return downtimeParts.flatMap((part) => {
    const foreseen = predicted?.parts.find((each) => each.part === part)?.seconds;
    const took = actual.get(part);
    const actualSeconds = took === undefined ? undefined : roundSeconds(took);
    // An approval given beforehand is no part of the outage.
    if (foreseen === undefined && !actualSeconds) return [];
    return [{ part, predicted: foreseen, actual: actualSeconds }];
  });
}
