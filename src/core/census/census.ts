import { z } from 'zod';

/** A row's cells by column, as PostgreSQL writes them as JSON; a secret one by its hash. */
const cells = z.record(z.string(), z.unknown());
export type Cells = z.infer<typeof cells>;

const counted = z.strictObject({
  count: z.int().nonnegative(),
  /** By what identifies each; absent where nothing does. */
  rows: z.record(z.string(), cells).optional(),
  /** Of many rows: a digest of each column instead of the cells; rows have their label alone. */
  columns: z.record(z.string(), z.string()).optional(),
});
export type Counted = z.infer<typeof counted>;

/** What a cluster holds at one moment. */
export const censusSchema = z.strictObject({
  /** By kind: users, folders, registries … */
  kinds: z.record(z.string(), counted),
  /** Rows of all other tables of schema `public`. */
  tables: z.record(z.string(), z.int().nonnegative()),
});
export type Census = z.infer<typeof censusSchema>;
