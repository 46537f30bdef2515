import { type Figure, figure } from './figure.ts';
import type { PlannedHop, PlannedStep } from './plan.ts';

/** What an earlier run of the same cluster measured of one step. */
export interface OwnTime {
  readonly kind: string;
  /** Absent for steps of the data. */
  readonly member?: string;
  readonly component?: string;
  /** Steps of its kind that its phase has on the same host, itself among them: they share its processors. */
  readonly beside: number;
  readonly seconds: number;
  /** What that run's plan said, in seconds. */
  readonly estimate: number;
}

/** Kinds of steps that take about as long from run to run; what a migration takes depends on its revisions. */
export const repeatedKinds: ReadonlySet<string> = new Set([
  'service.stop',
  'service.start',
  'service.switch',
  'database.capture',
  'configstore.capture',
]);

const recent = 5;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = low] = sorted.length % 2 === 0 ? sorted.slice(middle - 1) : [sorted[middle] ?? 0];
  return (low + high) / 2;
}

/** How many steps of a step's kind its phase has on its hosts, itself among them. */
export function besides(step: PlannedStep, { phases }: Pick<PlannedHop, 'phases'>): number {
  const phase = phases.find(({ steps }) => steps.some(({ id }) => id === step.id));
  const alike = phase?.steps.filter(
    ({ kind, hosts }) => kind === step.kind && hosts.some((host) => step.hosts.includes(host)),
  );
  return Math.max(1, alike?.length ?? 0);
}

const word = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Whose step it is. */
export function ownerOf({ params }: Pick<PlannedStep, 'params'>): Pick<OwnTime, 'member' | 'component'> {
  const member = word(params['member']);
  const component = word(params['component']);
  return { ...(member ? { member } : {}), ...(component ? { component } : {}) };
}

/** What a start took, brought to the release that starts now: later ones import more. */
function atRelease({ kind, seconds, estimate }: OwnTime, step: PlannedStep): number {
  return kind === 'service.start' && estimate > 0 ? (seconds * step.estimate) / estimate : seconds;
}

/**
 * What earlier runs of this cluster tell of a step, newest last among `times`: the median of the recent ones of the
 * same member beside as many others, else of its component; else how much slower or faster than planned such steps were.
 */
export function ownFigure(
  step: PlannedStep,
  hop: Pick<PlannedHop, 'phases'>,
  times: readonly OwnTime[],
): Figure | undefined {
  const alike = times.filter(({ kind }) => kind === step.kind);
  const { member, component } = ownerOf(step);
  const beside = besides(step, hop);
  const equal = alike.filter((time) => time.beside === beside);
  if (member !== undefined) {
    const same = equal.filter((time) => time.member === member);
    const seen = (same.length > 0 ? same : equal.filter((time) => time.component === component)).slice(
      -recent,
    );
    const seconds = seen.map((time) => atRelease(time, step));
    if (seconds.length > 0) return figure(median(seconds), 'cluster', seconds);
  }
  const paces = alike.filter(({ estimate }) => estimate > 0).slice(-recent);
  if (paces.length === 0) return undefined;
  return figure(median(paces.map((time) => time.seconds / time.estimate)) * step.estimate, 'cluster');
}
