import { remembered } from '../../lib/remembered.ts';
import { type Figure, figure } from './figure.ts';
import type { PlannedHop, PlannedStep } from './plan.ts';

/** What an earlier run of the same cluster measured of one step. */
export interface MeasuredTime {
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
  'database.aside',
  'database.note',
  'configstore.capture',
]);

const recent = 5;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = low] = sorted.length % 2 === 0 ? sorted.slice(middle - 1) : [sorted[middle] ?? 0];
  return (low + high) / 2;
}

const onHosts = ({ kind, hosts }: PlannedStep): string[] => hosts.map((host) => `${kind} ${host}`);

/** For each step of a hop, by its id, how many of its kind its phase has on its host. */
const countBesides = remembered(({ phases }: Pick<PlannedHop, 'phases'>): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const { steps } of phases) {
    const groups = Map.groupBy(steps.flatMap(onHosts), (onHost) => onHost);
    for (const step of steps) {
      found.set(step.id, Math.max(1, ...onHosts(step).map((onHost) => groups.get(onHost)?.length ?? 0)));
    }
  }
  return found;
});

/** How many steps of a step's kind its phase has on its host, itself among them. */
export const besides = ({ id }: PlannedStep, hop: Pick<PlannedHop, 'phases'>): number =>
  countBesides(hop).get(id) ?? 1;

const word = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Whose step it is. */
export function ownerOf({ params }: Pick<PlannedStep, 'params'>): Pick<MeasuredTime, 'member' | 'component'> {
  const member = word(params['member']);
  const component = word(params['component']);
  return { ...(member ? { member } : {}), ...(component ? { component } : {}) };
}

/** What a start took, brought to the release that starts now: later ones import more. */
function atRelease({ kind, seconds, estimate }: MeasuredTime, step: PlannedStep): number {
  return kind === 'service.start' && estimate > 0 ? (seconds * step.estimate) / estimate : seconds;
}

interface Of {
  readonly beside?: number;
  readonly member?: string;
  readonly component?: string | undefined;
}

const keyOf = (kind: string, { beside, member, component }: Of = {}): string =>
  [kind, beside ?? '', member === undefined ? `of ${component ?? ''}` : `by ${member}`].join(' ');

/** The recent times by whose they are: a member's or a component's beside as many others, and of a kind in all. */
const inOrder = remembered((times: readonly MeasuredTime[]): ReadonlyMap<string, readonly MeasuredTime[]> => {
  const found = new Map<string, MeasuredTime[]>();
  const add = (key: string, time: MeasuredTime): void => {
    const known = found.get(key) ?? [];
    known.push(time);
    if (known.length > recent) known.shift();
    found.set(key, known);
  };
  for (const time of times) {
    const { kind, beside, member, component } = time;
    if (member !== undefined) add(keyOf(kind, { beside, member }), time);
    add(keyOf(kind, { beside, component }), time);
    if (time.estimate > 0) add(keyOf(kind), time);
  }
  return found;
});

/**
 * What earlier runs of this cluster measured for a step (`times`, newest last): the median of recent times of the same
 * member with as many others beside it, else of its component; else how much slower or faster than planned such steps
 * were.
 */
export function measuredFigure(
  step: PlannedStep,
  hop: Pick<PlannedHop, 'phases'>,
  times: readonly MeasuredTime[],
): Figure | undefined {
  if (times.length === 0) return undefined;
  const known = inOrder(times);
  const { member, component } = ownerOf(step);
  const beside = besides(step, hop);
  if (member !== undefined) {
    const ofMember = known.get(keyOf(step.kind, { beside, member }));
    const seen = ofMember ?? known.get(keyOf(step.kind, { beside, component })) ?? [];
    const seconds = seen.map((time) => atRelease(time, step));
    if (seconds.length > 0) return figure(median(seconds), 'cluster', seconds);
  }
  const paces = known.get(keyOf(step.kind)) ?? [];
  if (paces.length === 0) return undefined;
  return figure(median(paces.map((time) => time.seconds / time.estimate)) * step.estimate, 'cluster');
}
