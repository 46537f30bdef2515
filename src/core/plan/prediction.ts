import { criticalChain, partOf, roundSeconds, stoppedSteps } from './downtime.ts';
import type { FigureOf } from './figure.ts';
import type { PlannedHop } from './plan.ts';
import { downtimeParts, figureSources, type PredictedHop } from './predicted-hop.ts';

/** Seconds without service over all hops, and hop by hop. */
export interface Prediction {
  readonly predicted: number;
  readonly predictedRange: [number, number];
  readonly hops: PredictedHop[];
}

type Hop = Pick<PlannedHop, 'from' | 'to' | 'phases'>;

function partsOf(hop: Hop, chain: readonly string[], figureOf: FigureOf): PredictedHop['parts'] {
  const inChain = stoppedSteps(hop).filter(({ id }) => chain.includes(id));
  return downtimeParts.flatMap((name) => {
    const figures = inChain.filter(({ id }) => partOf(id) === name).map((step) => figureOf(step, hop));
    if (figures.length === 0) return [];
    const source = figureSources.findLast((each) => figures.some((one) => one.source === each)) ?? 'recorded';
    return [
      { part: name, seconds: roundSeconds(figures.reduce((sum, one) => sum + one.seconds, 0)), source },
    ];
  });
}

function predictHop(hop: Hop, figureOf: FigureOf): PredictedHop {
  const lasting = (bound: 'seconds' | 'low' | 'high') => {
    const secondsOf = (step: Parameters<FigureOf>[0]): number => figureOf(step, hop)[bound];
    const chain = criticalChain(stoppedSteps(hop), secondsOf);
    return { chain, seconds: roundSeconds(chain.reduce((sum, step) => sum + secondsOf(step), 0)) };
  };
  const { chain, seconds } = lasting('seconds');
  const ids = chain.map(({ id }) => id);
  return {
    from: hop.from,
    to: hop.to,
    predicted: seconds,
    predictedRange: [lasting('low').seconds, lasting('high').seconds],
    parts: partsOf(hop, ids, figureOf),
    chain: ids,
  };
}

/** Seconds without service, hop by hop and in all, by what is known of each step. */
export function predict(hops: readonly Hop[], figureOf: FigureOf): Prediction {
  const predicted = hops.map((hop) => predictHop(hop, figureOf));
  const sum = (of: (hop: PredictedHop) => number): number =>
    roundSeconds(predicted.reduce((all, hop) => all + of(hop), 0));
  return {
    predicted: sum((hop) => hop.predicted),
    predictedRange: [sum((hop) => hop.predictedRange[0]), sum((hop) => hop.predictedRange[1])],
    hops: predicted,
  };
}
