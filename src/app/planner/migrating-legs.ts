import type { HopDraft, Leg } from './draft.ts';

/** The legs that change the database: where none does, nothing is migrated and nothing need be restored. */
export function migratingLegs({ legs }: Pick<HopDraft, 'legs'>): Leg[] {
  return legs.filter(
    ({ route, revisionsBefore, head }) =>
      route.run.length > 0 || revisionsBefore.length !== 1 || revisionsBefore[0] !== head,
  );
}
