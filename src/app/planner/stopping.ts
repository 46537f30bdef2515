import type { HopDraft, HopMember } from './draft.ts';
import { migratingLegs } from './migrating-legs.ts';

/**
 * The members that a hop stops: all of them, but where components of several versions come to one only those that are
 * behind and, while the database moves, the manager; across lines everything, as the page has it.
 */
export function stopping(draft: HopDraft): readonly HopMember[] {
  if (!draft.mixed) return draft.members;
  const moves = migratingLegs(draft).length > 0;
  return draft.members.filter(
    ({ turns, component }) => turns || (moves && (draft.kind === 'major' || component.name === 'manager')),
  );
}
