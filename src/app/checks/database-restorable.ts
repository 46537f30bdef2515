import type { Check } from './check.ts';

/** An upgrade must not begin if it could not be taken back. */
export const databaseRestorable: Check = {
  code: 'database.not-restorable',
  find: ({ snapshot, hops }) => (hops.length === 0 ? [] : snapshot.restoreObstacles),
};
