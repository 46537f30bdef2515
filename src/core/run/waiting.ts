import type { RunView, StepView } from './view.ts';

/** Steps that wait for the operator's approval; none once the run has ended. */
export function waitingSteps({ steps, state }: Pick<RunView, 'steps' | 'state'>): StepView[] {
  if (state !== 'running' && state !== 'stopped') return [];
  return steps.filter((step) => step.state === 'waiting');
}
