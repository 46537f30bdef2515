import { z } from 'zod';

/** PostgreSQL's table locks that somebody may have to wait for, weakest first. */
const lockModes = [
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
] as const;

const asked = z.object({ question: z.string(), answer: z.string() });

/** A revision that was run; what it did to the database is looked at in a rehearsal only, where looking costs nobody time. */
export const revisionDone = z.object({
  id: z.string(),
  seconds: z.number(),
  /** Questions it asked, each with the answer it got. */
  asked: z.array(asked).optional(),
  /** Rows of tables that are still there at its end; a table made anew from the old one counts no rows. */
  rows: z.object({ inserted: z.int(), updated: z.int(), deleted: z.int() }).optional(),
  /** Bytes of write-ahead log. */
  written: z.number().optional(),
  /** Bytes of the whole database just before it commits: what was replaced is still there beside what replaces it. */
  size: z.number().optional(),
  /** The strongest lock on each table that was there before. */
  locks: z.array(z.object({ table: z.string(), mode: z.enum(lockModes) })).optional(),
  /** It commits by itself on the way: a failure after that leaves a part of it behind. */
  commits: z.boolean().optional(),
});
export type RevisionDone = Readonly<z.infer<typeof revisionDone>>;
