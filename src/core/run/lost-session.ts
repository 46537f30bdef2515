import { z } from 'zod';
import { liveSession } from '../cluster/live-session.ts';

/** A session that going back bears on, and whether it has been ended. */
export const lostSession = liveSession.extend({
  /** Where it is not: its containers may run on, unknown to the database. */
  ended: z.boolean(),
});
export type LostSession = Readonly<z.infer<typeof lostSession>>;

/** What going back means for sessions. */
export const settled = z.object({
  /** Begun on the newer release: the database that is restored does not know them. */
  givenUp: z.array(lostSession).readonly(),
  /** Ended on the newer release: the database that is restored says that they run. */
  endedSince: z.array(lostSession).readonly(),
  /** Why that is not known, or why they were not ended. */
  trouble: z.string().exactOptional(),
});
export type Settled = Readonly<z.infer<typeof settled>>;
