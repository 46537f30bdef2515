import type { RunView, StepView } from './view.ts';

const key = ({ hop, member }: StepView): string => `${hop} ${member}`;

type Stops = Pick<RunView, 'hops' | 'steps'>;

/** Stops of services that a run has not started again. Of a hop that has ended well or is undone there are none. */
export function stepsDown({ hops, steps }: Stops): StepView[] {
  const isUp = (step: StepView): boolean => step.service === 'starting' && step.state === 'done';
  const up = new Set(steps.filter(isUp).map(key));
  return steps.filter(
    (step) =>
      step.service === 'stopping' &&
      step.state !== 'undone' &&
      hops[step.hop]?.state !== 'done' &&
      !up.has(key(step)),
  );
}

/**
 * Members that a run has stopped, or has begun to stop, and not started again; each once, in the order in which they
 * were stopped.
 */
export function servicesDown(run: Stops): string[] {
  return [...new Set(stepsDown(run).map(({ member, title }) => member ?? title))];
}
