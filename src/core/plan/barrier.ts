import type { Node } from './frontier.ts';
import type { PlannedStep } from './plan.ts';

/** The kind of the steps that do nothing and are passed as soon as everything that they need is done. */
export const barrierKind = 'barrier';

export const isBarrier = ({ kind }: Pick<PlannedStep, 'kind'>): boolean => kind === barrierKind;

/** A step as the graph sees it. */
export const nodeOf = (step: PlannedStep): Node => ({
  id: step.id,
  needs: step.needs,
  hosts: step.hosts,
  barrier: isBarrier(step),
});

/** Ids of the steps that some steps wait for, directly or through barriers. */
export function neededBy(some: readonly PlannedStep[], all: readonly PlannedStep[]): Set<string> {
  const barriers = new Map(all.filter(isBarrier).map((step) => [step.id, step]));
  const needed = new Set<string>();
  const left = [...some];
  for (let step = left.pop(); step; step = left.pop()) {
    for (const id of step.needs) {
      const behind = needed.has(id) ? undefined : barriers.get(id);
      if (behind) left.push(behind);
      needed.add(id);
    }
  }
  return needed;
}
