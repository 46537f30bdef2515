import { z } from 'zod';

/** A row's cells by column, as PostgreSQL writes them as JSON; one that is not to be shown by its hash. */
export type Cells = Record<string, unknown>;

/** Looked at no further: to look into each of a hundred thousand takes half a second. */
const rows = z.custom<Record<string, Cells>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

const counted = z.strictObject({
  count: z.int().nonnegative(),
  /** By what identifies each; absent where nothing does, or where there are too many. */
  rows: rows.optional(),
  /** Of many rows: a digest of each column instead of the cells. */
  columns: z.record(z.string(), z.string()).optional(),
  /** The columns that identify a row: cells and digests hang on them. */
  key: z.array(z.string()).optional(),
  /** One row in so many makes up the digests; all of them unless told. */
  oneIn: z.int().positive().optional(),
});
export type Counted = z.infer<typeof counted>;

/** What a cluster holds at one moment. */
export const censusSchema = z.strictObject({
  /** By kind: users, folders, registries … */
  kinds: z.record(z.string(), counted),
  /** All other tables, those of other schemas than `public` with their schema's name. */
  tables: z.record(z.string(), counted),
});
export type Census = z.infer<typeof censusSchema>;
