import { besideSteps, roundSeconds, stoppedSteps } from './downtime.ts';
import { type Figure, type FigureOf, figure } from './figure.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { PlannedHop, PlannedStep } from './plan.ts';
import { schedule } from './schedule.ts';

/** As a dump of 1.6 GB was loaded on two cores, its indexes made; beside it a second of making and swapping databases. */
const bytesASecond = 60e6;
const swapSeconds = 1;

/** What putting database and etcd back takes. */
export interface Restoring {
  /** Seconds, as a rehearsal measured it. */
  readonly measured?: number | undefined;
  /** What the database takes, where nothing was measured. */
  readonly databaseBytes: number;
}

const restoreFigure = ({ measured, databaseBytes }: Restoring): Figure =>
  measured === undefined
    ? figure(swapSeconds + databaseBytes / bytesASecond, 'recorded')
    : figure(measured, 'receipt');

type Bound = 'seconds' | 'low' | 'high';

function hopBack(
  hop: Pick<PlannedHop, 'phases'>,
  figureOf: FigureOf,
  { restore, limits }: { readonly restore: Figure; readonly limits: Limits },
  bound: Bound,
): number {
  const stopped = stoppedSteps(hop);
  const all = (steps: readonly PlannedStep[]): number =>
    schedule(steps, (step) => figureOf(step, hop)[bound], limits).seconds;
  const lasting = (kind: string): number => all(stopped.filter((step) => step.kind === kind));
  const changesData = stopped.some(({ kind }) => kind === 'schema.migrate');
  const exchanged = lasting('service.stop') + lasting('service.start') + all(besideSteps(hop));
  return exchanged + (changesData ? restore[bound] : 0);
}

/**
 * Seconds from the decision to go back until the old release serves again, at the worst moment: the new programs
 * have just been started, so they are stopped, what the hop changed is restored, and the old ones start; members that have turned
 * beside their old programs turn back as they have turned.
 */
export function wayBack(
  hops: readonly Pick<PlannedHop, 'phases'>[],
  figureOf: FigureOf,
  restoring: Restoring,
  limits = defaultLimits,
): { readonly predicted: number; readonly predictedRange: [number, number] } {
  const restore = restoreFigure(restoring);
  const at = (bound: Bound): number =>
    roundSeconds(Math.max(0, ...hops.map((hop) => hopBack(hop, figureOf, { restore, limits }, bound))));
  return { predicted: at('seconds'), predictedRange: [at('low'), at('high')] };
}
