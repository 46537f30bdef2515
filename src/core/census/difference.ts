import { z } from 'zod';

const difference = z.object({
  kind: z.enum([
    'row-missing',
    'row-extra',
    'cell-other',
    'rows-fewer',
    'rows-more',
    'rows-gone',
    'no-answer',
  ]),
  /** Of which kind of things it is: `users`, `table audit_logs`. */
  among: z.string(),
  /** Of a row: by what it is identified. */
  key: z.string().optional(),
  /** The column, of a cell. */
  column: z.string().optional(),
  /** What it is about, as people know it: `folder data`. */
  object: z.string(),
  actual: z.string().optional(),
  expected: z.string().optional(),
  /**
   * Who may have done it, if not the migration. `site`: a program of the site's, which writes to what the site has
   * beside the release. `users`: it was counted when the new managers may have served already.
   */
  perhaps: z.enum(['site', 'users']).optional(),
});
/** One thing that the cluster held and holds no more, or otherwise, or that it did not hold. */
export type CensusDifference = z.infer<typeof difference>;
export type CensusDifferenceKind = CensusDifference['kind'];

const explained = difference.extend({
  reason: z.string(),
  source: z.string(),
  /** How many there are alike; it is the first. */
  alike: z.number().optional(),
});
export type ExplainedDifference = z.infer<typeof explained>;

const countRow = z.object({
  among: z.string(),
  before: z.number(),
  /** Null where the release has no such table any more. */
  after: z.number().nullable(),
});
/** How many there were and are. */
export type CountRow = z.infer<typeof countRow>;

export const comparedCensus = z.object({
  counts: z.array(countRow),
  /** What nobody explains. */
  lost: z.array(difference),
  explained: z.array(explained),
  /** Of a long list only the first differences are told: so many there are. */
  all: z.number().optional(),
  /** What became of the differences that nobody explains: absent where there are none. */
  verdict: z.enum(['refused', 'accepted', 'told']).optional(),
});
export type ComparedCensus = z.infer<typeof comparedCensus>;
