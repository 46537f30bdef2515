import type { PlacedStep } from '../../../core/plan/walk.ts';
import type { Step } from '../../steps/step.ts';

/** A step of one kind, with its params as that kind has them. */
export interface Typed<P> extends PlacedStep {
  readonly id: string;
  readonly params: P;
}

/** The steps of a kind; their params are known to be right. */
export function stepsOf<P>(placed: readonly PlacedStep[], kind: Step<P>): Typed<P>[] {
  return placed
    .filter(({ step }) => step.kind === kind.kind)
    .map((each) => ({ ...each, id: each.step.id, params: kind.params.parse(each.step.params) }));
}
