import type { Plan } from '../../../core/plan/plan.ts';
import type { PredictedHop } from '../../../core/plan/predicted-hop.ts';
import { durationText } from '../../../lib/duration.ts';
import { seconds } from '../progress.ts';

type Range = readonly [number, number];

/** "8.9 s, between 8.0 s and 11.2 s" */
export function rangeText(predicted: number, range: Range | undefined): string {
  if (range === undefined) return seconds(predicted);
  return `${seconds(predicted)}, between ${seconds(range[0])} and ${seconds(range[1])}`;
}

/** "without service 8.9 s, between …: stop 2.5, capture 1.1, migrate 0.4, switch 0.1, start 3.9" */
export function hopForeseen({ predicted, predictedRange, parts }: PredictedHop): string {
  const each = parts.map(({ part, seconds: took }) => `${part} ${took.toFixed(1)}`).join(', ');
  return `without service ${rangeText(predicted, predictedRange)}: ${each}`;
}

/** The way back and the window, where the plan has them. */
export function backLines({ downtime: { wayBack }, window }: Plan): string[] {
  const back = wayBack
    ? [`  Going back from the worst moment takes ${rangeText(wayBack.predicted, wayBack.predictedRange)}.`]
    : [];
  const held = window
    ? [
        `  It fits into the window of ${durationText(window.seconds)} with its way back: at most ${durationText(window.needed)}.`,
      ]
    : [];
  return [...back, ...held];
}
