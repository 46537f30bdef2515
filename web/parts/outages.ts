import type { RunView, StepView } from '../../src/core/run/view.ts';

interface Outage {
  readonly from: number;
  readonly to?: number;
}

const begins = ({ service, inWave, beside, started }: StepView): boolean =>
  service !== undefined && !inWave && !beside && started !== undefined;

/** When each hop was without full service, as its steps tell; milliseconds since the epoch. */
export function outagesOf({ hops, steps, downtime }: Pick<RunView, 'hops' | 'steps' | 'downtime'>): Outage[] {
  return hops.flatMap(({ downtime: took }, hop) => {
    const stops = steps.filter((step) => step.hop === hop && step.service === 'stopping' && begins(step));
    if (stops.length === 0) return [];
    // Of a stop that was taken back only the way back is known in time.
    if (stops.some(({ state }) => state === 'undone'))
      return downtime.since === undefined ? [] : [{ from: Date.parse(downtime.since) }];
    const from = Math.min(...stops.map(({ started = '' }) => Date.parse(started)));
    if (took !== undefined) return [{ from, to: from + took * 1000 }];
    return downtime.since === undefined ? [] : [{ from: Date.parse(downtime.since) }];
  });
}
