import { partOf, roundSeconds, stoppedSteps } from './downtime.ts';
import { downtimeParts } from './downtime-part.ts';
import type { FigureOf } from './figure.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { PlannedHop } from './plan.ts';
import { figureSources, type PredictedHop } from './predicted-hop.ts';
import { type Link, schedule } from './schedule.ts';

/** Seconds without service over all hops, and hop by hop. */
export interface Prediction {
  readonly predicted: number;
  readonly predictedRange: [number, number];
  readonly hops: PredictedHop[];
}

type Hop = Pick<PlannedHop, 'from' | 'to' | 'phases'>;

function partsOf(hop: Hop, chain: readonly Link[], figureOf: FigureOf): PredictedHop['parts'] {
  return downtimeParts.flatMap((part) => {
    const links = chain.filter(({ step }) => partOf(step.id) === part);
    if (links.length === 0) return [];
    const sources = new Set(links.map(({ step }) => figureOf(step, hop).source));
    const source = figureSources.findLast((each) => sources.has(each)) ?? 'recorded';
    return [{ part, seconds: roundSeconds(links.reduce((sum, { seconds }) => sum + seconds, 0)), source }];
  });
}

function predictHop(hop: Hop, figureOf: FigureOf, limits: Limits): PredictedHop {
  const steps = stoppedSteps(hop);
  const lasting = (bound: 'seconds' | 'low' | 'high') =>
    schedule(steps, (step) => figureOf(step, hop)[bound], limits);
  const { chain, seconds } = lasting('seconds');
  return {
    from: hop.from,
    to: hop.to,
    predicted: roundSeconds(seconds),
    predictedRange: [roundSeconds(lasting('low').seconds), roundSeconds(lasting('high').seconds)],
    parts: partsOf(hop, chain, figureOf),
    chain: chain.map(({ step }) => step.id),
  };
}

/** Seconds without service, hop by hop and in all, by what is known of each step. */
export function predict(hops: readonly Hop[], figureOf: FigureOf, limits = defaultLimits): Prediction {
  const predicted = hops.map((hop) => predictHop(hop, figureOf, limits));
  const sum = (of: (hop: PredictedHop) => number): number =>
    roundSeconds(predicted.reduce((all, hop) => all + of(hop), 0));
  return {
    predicted: sum((hop) => hop.predicted),
    predictedRange: [sum((hop) => hop.predictedRange[0]), sum((hop) => hop.predictedRange[1])],
    hops: predicted,
  };
}
