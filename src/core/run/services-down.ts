import type { RunView, StepView } from './view.ts';

const key = ({ hop, member }: StepView): string => `${hop} ${member}`;

/**
 * Members that a run has stopped, or has begun to stop, and not started again; each once, in the order in which they
 * were stopped. Of a hop that has ended well or is undone there are none.
 */
export function servicesDown({ hops, steps }: Pick<RunView, 'hops' | 'steps'>): string[] {
  const isUp = (step: StepView): boolean => step.service === 'starting' && step.state === 'done';
  const up = new Set(steps.filter(isUp).map(key));
  const down = steps.filter(
    (step) =>
      step.service === 'stopping' &&
      step.state !== 'undone' &&
      hops[step.hop]?.state !== 'done' &&
      !up.has(key(step)),
  );
  return [...new Set(down.map(({ member, title }) => member ?? title))];
}
