import { durationText } from '../../lib/duration.ts';
import type { Finding } from '../../lib/finding.ts';
import { besideSteps } from './downtime.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { Phase, PlannedHop } from './plan.ts';
import type { Prediction } from './prediction.ts';
import { schedule } from './schedule.ts';

/** What must fit into a window, in seconds; each at its longest. */
export interface WindowNeed {
  readonly downtime: number;
  /** Members that turn beside their old programs. */
  readonly beside: number;
  /** Proofs and warming up between two hops. */
  readonly between: number;
  /** Proofs before agents turn in waves, and the waves. */
  readonly waves: number;
  readonly wayBack: number;
  readonly total: number;
}

const hasWaves = (hop: Pick<PlannedHop, 'phases'> | undefined): boolean =>
  hop?.phases.some(({ wave }) => wave !== undefined) ?? false;

/** Seconds from the proofs of hops whose agents turn in waves to the end of the last wave. */
function inWaves(hops: readonly Pick<PlannedHop, 'phases'>[], limits: Limits): number {
  const lasting = ({ phases }: Pick<PlannedHop, 'phases'>): number =>
    schedule(
      phases.filter(({ side }) => side === 'back').flatMap(({ steps }) => steps),
      ({ estimate }) => estimate,
      limits,
    ).seconds;
  return hops.filter(hasWaves).reduce((sum, hop) => sum + lasting(hop), 0);
}

/** Phases before the stop of a hop that are carried out once the hop before is proven. */
const beforeStop: ReadonlySet<string> = new Set(['wait', 'warm']);

/** Seconds in which members turn beside their old programs. */
const inBeside = (hops: readonly Pick<PlannedHop, 'phases'>[], limits: Limits): number =>
  hops.reduce((sum, hop) => sum + schedule(besideSteps(hop), ({ estimate }) => estimate, limits).seconds, 0);

function betweenHops(hops: readonly Pick<PlannedHop, 'phases'>[], limits: Limits): number {
  const lasting = (hop: Pick<PlannedHop, 'phases'> | undefined, is: (phase: Phase) => boolean): number =>
    schedule(hop?.phases.filter(is).flatMap(({ steps }) => steps) ?? [], ({ estimate }) => estimate, limits)
      .seconds;
  return hops
    .slice(1)
    .reduce(
      (sum, hop, index) =>
        sum +
        lasting(hops[index], ({ side }) => side === 'back' && !hasWaves(hops[index])) +
        lasting(hop, ({ name }) => beforeStop.has(name)),
      0,
    );
}

/** An upgrade fits into a window with its way back: a failure at the last moment must end within it too. */
export function windowNeed(
  hops: readonly Pick<PlannedHop, 'phases'>[],
  { predictedRange }: Pick<Prediction, 'predictedRange'>,
  back: Pick<Prediction, 'predictedRange'>,
  limits = defaultLimits,
): WindowNeed {
  const [downtime, between, way] = [predictedRange[1], betweenHops(hops, limits), back.predictedRange[1]];
  const [beside, waves] = [inBeside(hops, limits), inWaves(hops, limits)];
  const total = Math.ceil(downtime + beside + between + waves + way);
  return { downtime, beside, between, waves, wayBack: way, total };
}

/** Another way to upgrade, and the seconds that its window would need. */
export interface OtherWay {
  readonly what: string;
  readonly needs: number;
}

/** A blocker if the window is too short, with how much is needed and what would fit; nothing if it is long enough. */
export function windowFinding(
  subject: string,
  window: number,
  need: WindowNeed,
  others: readonly OtherWay[],
): Finding | undefined {
  if (need.total <= window) return undefined;
  const between = need.between > 0 ? `, ${durationText(need.between)} between its hops` : '';
  const waves = need.waves > 0 ? `, ${durationText(need.waves)} for its waves of agents` : '';
  const beside =
    need.beside > 0 ? `, ${durationText(need.beside)} in which members turn beside their old programs` : '';
  const fitting = others.filter(({ needs }) => needs <= window);
  const told = ({ what, needs }: OtherWay): string => `${what} (needs ${durationText(needs)})`;
  const [shortest] = [...others].sort((a, b) => a.needs - b.needs);
  return {
    code: 'window.too-short',
    severity: 'blocker',
    subject,
    summary: `it may take ${durationText(need.total)}, more than the window of ${durationText(window)}`,
    detail: `${durationText(need.downtime)} without service at most${beside}${between}${waves}, and ${durationText(need.wayBack)} to go back from its last moment`,
    hint:
      fitting.length > 0
        ? `what would fit: ${fitting.map(told).join(', or ')}`
        : shortest && shortest.needs < need.total
          ? `nothing fits; the shortest: ${told(shortest)}`
          : `nothing shorter leads there: take a window of at least --window ${durationText(need.total)}`,
  };
}

/** The last moment to turn round, in milliseconds since the epoch: going back from there still ends within the window. */
export function turnRoundBy(
  began: number,
  { seconds, wayBack }: { readonly seconds: number; readonly wayBack: number },
): number {
  return began + (seconds - wayBack) * 1000;
}
