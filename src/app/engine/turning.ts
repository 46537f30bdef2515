import type { PlacedStep } from '../../core/plan/walk.ts';
import type { AnyStep } from '../steps/step.ts';
import { memberOfStep } from './waves-of-run.ts';

/**
 * Agents of waves that have been stopped and not proven yet: a pause does not leave them so. They turn to their end, and
 * no other agent begins to.
 */
export function turningAgents() {
  const turning = new Set<string>();
  return {
    /** Whether some have to come to their end before the run may stand still. */
    some: (): boolean => turning.size > 0,
    /** Whether a step must not begin while the run is asked to pause. */
    waits: ({ phase }: PlacedStep, { service, stopsWhenAsked }: AnyStep): boolean =>
      phase.wave !== undefined && (service === 'stopping' || stopsWhenAsked === true),
    begins: (placed: PlacedStep, { service }: AnyStep): void => {
      const member = memberOfStep(placed);
      if (placed.phase.wave !== undefined && service === 'stopping' && member) turning.add(member);
    },
    ended: (placed: PlacedStep): void => {
      const member = memberOfStep(placed);
      if (placed.step.kind === 'component.prove' && member) turning.delete(member);
    },
    /** It is postponed: whatever was begun of it is taken back. */
    gone: (members: ReadonlySet<string>): void => {
      for (const member of members) turning.delete(member);
    },
  };
}
