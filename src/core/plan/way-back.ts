import { roundSeconds, stoppedSteps } from './downtime.ts';
import { type Figure, type FigureOf, figure } from './figure.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { PlannedHop } from './plan.ts';
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
  const lasting = (kind: string): number =>
    schedule(
      stopped.filter((step) => step.kind === kind),
      (step) => figureOf(step, hop)[bound],
      limits,
    ).seconds;
  const changesData = stopped.some(({ kind }) => kind === 'schema.migrate');
  return lasting('service.stop') + (changesData ? restore[bound] : 0) + lasting('service.start');
}

/**
 * Seconds from the decision to go back until the old release serves again, at the worst moment: the new programs
 * have just been started, so they are stopped, what the hop changed is restored, and the old ones start.
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
