import type { PlannedStep } from '../../core/plan/plan.ts';
import { barrier } from '../steps/barrier.ts';
import type { HopDraft } from './draft.ts';
import { makeStep } from './make-step.ts';

type Numbered = Pick<HopDraft, 'number'>;

/** What a hop has barriers for. */
type Joint = 'staged' | 'ready' | 'stopped' | 'turned' | 'first' | 'started' | 'proven';

export const ids = (steps: readonly PlannedStep[]): string[] => steps.map(({ id }) => id);

export const jointId = ({ number }: Numbered, name: Joint): string => `${number}.${name}`;

/** A barrier of a hop, such as "2.stopped": many wait for it, and it waits for many. */
export function joint(draft: Numbered, name: Joint, what: string, needs: readonly string[]): PlannedStep {
  return makeStep(barrier, { what }, { id: jointId(draft, name), needs, hosts: [] });
}

interface Joined {
  /** The barrier, where there are several to wait for. */
  readonly barrier: readonly PlannedStep[];
  /** What to wait for in order to wait for all of them. */
  readonly needs: readonly string[];
}

/** Several steps as one to wait for. */
export function join(draft: Numbered, name: Joint, what: string, needs: readonly string[]): Joined {
  if (needs.length < 2) return { barrier: [], needs };
  return { barrier: [joint(draft, name, what, needs)], needs: [jointId(draft, name)] };
}
