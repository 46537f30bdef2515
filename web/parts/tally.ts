import { isPointless } from '../../src/core/run/pointless.ts';
import type { StepView } from '../../src/core/run/view.ts';
import type { PlacedPhase } from './plan-index.ts';

/** What a step counts as, `todo` before it is heard of. */
export type Standing = 'todo' | 'moving' | 'waiting' | 'done' | 'failed' | 'undone';

const standings: Readonly<Record<StepView['state'], Standing>> = {
  waiting: 'waiting',
  approved: 'done',
  running: 'moving',
  done: 'done',
  failed: 'failed',
  undoing: 'moving',
  undone: 'undone',
  'undo-failed': 'failed',
  'undo-lost': 'failed',
};

type Judged = Pick<StepView, 'state' | 'failure'> | undefined;

/** A step that was pointless, because what it waited for had failed, is no failure of its own. */
export function standingOf(step: Judged): Standing {
  if (step === undefined) return 'todo';
  if (step.state === 'failed' && isPointless(step.failure)) return 'todo';
  return standings[step.state];
}

/** How far a phase is. */
export interface Tally {
  readonly phase: PlacedPhase;
  readonly counts: Readonly<Record<Standing, number>>;
  /** When its first step began, and when anything of it ended last; milliseconds since the epoch. */
  readonly from?: number;
  readonly to?: number;
}

export function emptyTally(phase: PlacedPhase): Tally {
  const counts = { todo: phase.steps.length, moving: 0, waiting: 0, done: 0, failed: 0, undone: 0 };
  return { phase, counts };
}

/** A phase once a step of it stands otherwise. */
export function moved(tally: Tally, before: Standing, after: Standing, began: number, ended?: number): Tally {
  const counts = { ...tally.counts };
  counts[before] -= 1;
  counts[after] += 1;
  const to = ended === undefined ? tally.to : Math.max(ended, tally.to ?? 0);
  return {
    ...tally,
    counts,
    from: Math.min(began, tally.from ?? began),
    ...(to === undefined ? {} : { to }),
  };
}

const endOf = ({ started, seconds }: StepView): number | undefined =>
  started === undefined || seconds === undefined ? undefined : Date.parse(started) + seconds * 1000;

/** All phases of a run that is looked at once. */
export function talliesOf(phases: readonly PlacedPhase[], steps: ReadonlyMap<string, StepView>): Tally[] {
  return phases.map((phase) =>
    phase.steps.reduce((tally, { id }) => {
      const step = steps.get(id);
      if (step?.started === undefined) return tally;
      return moved(tally, 'todo', standingOf(step), Date.parse(step.started), endOf(step));
    }, emptyTally(phase)),
  );
}
