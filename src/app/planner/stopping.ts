import type { HopDraft, HopMember } from './draft.ts';
import { migratingLegs } from './migrating-legs.ts';

/**
 * The members that a hop stops. A hop across lines stops all of them, as the page says. If members of several versions
 * come to one, it stops only those that are behind and, while the database moves, the managers.
 */
export function stopping(draft: HopDraft): readonly HopMember[] {
  if (!draft.mixed) return draft.members;
  const moves = migratingLegs(draft).length > 0;
  return draft.members.filter(
    ({ turns, component }) => turns || (moves && (draft.kind === 'major' || component.name === 'manager')),
  );
}
