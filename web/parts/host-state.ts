import type { PlannedStep } from '../../src/core/plan/plan.ts';
import type { StepView } from '../../src/core/run/view.ts';
import { standingOf } from './tally.ts';

/**
 * How a host stands in a run, the worst first. `down`: a service of it is stopped and nothing is done about it just
 * now; `part`: some of its steps are done.
 */
export const hostStates = [
  'failed',
  'postponed',
  'waiting',
  'down',
  'moving',
  'undone',
  'part',
  'todo',
  'done',
] as const;
export type HostState = (typeof hostStates)[number];

export interface HostInRun {
  readonly host: string;
  readonly state: HostState;
  /** What is done on it now, or what failed. */
  readonly doing?: string;
}

type Steps = ReadonlyMap<string, StepView>;

const isDown = (views: readonly StepView[]): boolean => {
  const up = new Set(
    views
      .filter(({ service, state }) => service === 'starting' && state === 'done')
      .map(({ hop, member }) => `${hop} ${member}`),
  );
  return views.some(
    ({ service, state, hop, member, inWave }) =>
      service === 'stopping' && state !== 'undone' && !inWave && !up.has(`${hop} ${member}`),
  );
};

/** @param isPostponed whether its agent keeps its release for now */
export function hostInRun(
  host: string,
  planned: readonly PlannedStep[],
  steps: Steps,
  isPostponed: boolean,
): HostInRun {
  const views = planned.flatMap(({ id }) => steps.get(id) ?? []);
  const of = (wanted: string): StepView | undefined => views.find((view) => standingOf(view) === wanted);
  const failed = of('failed');
  if (isPostponed) return { host, state: 'postponed', ...(failed ? { doing: failed.title } : {}) };
  if (failed) return { host, state: 'failed', doing: failed.title };
  const waiting = of('waiting');
  if (waiting) return { host, state: 'waiting', doing: waiting.title };
  const moving = of('moving');
  if (moving) return { host, state: 'moving', doing: moving.title };
  if (isDown(views)) return { host, state: 'down' };
  if (of('undone')) return { host, state: 'undone' };
  const done = views.filter((view) => standingOf(view) === 'done').length;
  return { host, state: done === 0 ? 'todo' : done < planned.length ? 'part' : 'done' };
}
