import type { Plan } from '../plan/plan.ts';
import { walkPlan } from '../plan/walk.ts';
import type { RunView, StepView } from './view.ts';

/** How far a host is in a run. */
export const hostStates = ['waiting', 'working', 'done', 'undone', 'failed'] as const;
export type HostState = (typeof hostStates)[number];

function stateOf(states: readonly (StepView['state'] | undefined)[]): HostState {
  const has = (...wanted: readonly StepView['state'][]): boolean =>
    states.some((state) => state !== undefined && wanted.includes(state));
  if (has('failed', 'undo-failed', 'undo-lost')) return 'failed';
  if (has('running', 'undoing')) return 'working';
  if (states.every((state) => state === 'done' || state === 'approved')) return 'done';
  if (has('undone')) return 'undone';
  return has('done') ? 'working' : 'waiting';
}

/** Each host of a plan, and how far it is. */
export function hostsByState(plan: Plan, { steps }: Pick<RunView, 'steps'>): Map<string, HostState> {
  const known = new Map(steps.map(({ step, state }) => [step, state]));
  const byHost = new Map<string, (StepView['state'] | undefined)[]>();
  for (const { step } of walkPlan(plan)) {
    for (const host of step.hosts) {
      const states = byHost.get(host) ?? [];
      states.push(known.get(step.id));
      byHost.set(host, states);
    }
  }
  return new Map([...byHost].map(([host, states]) => [host, stateOf(states)]));
}

/** Titles of the phases with steps that run now; of those begun last where none runs. */
export function phasesNow(plan: Plan, { steps }: Pick<RunView, 'steps'>): string[] {
  const phases = new Map(walkPlan(plan).map(({ step, phase }) => [step.id, phase.title]));
  const going = steps.filter(
    ({ state }) => state === 'running' || state === 'undoing' || state === 'waiting',
  );
  const shown = going.length > 0 ? going : steps.slice(-1);
  return [...new Set(shown.flatMap(({ step }) => phases.get(step) ?? []))];
}
