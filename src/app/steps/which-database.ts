import { z } from 'zod';
import type { ContextDatabase, StepContext } from './context.ts';

/**
 * The params of every step on a database: the hop, and the member whose own database it is; by default the cluster's
 * database.
 */
export const whichDatabase = { hop: z.int().positive(), database: z.string().optional() };

interface Which {
  readonly database?: string | undefined;
}

export function databaseIn(
  context: Pick<StepContext, 'database' | 'ownDatabase'>,
  { database }: Which,
): ContextDatabase {
  return database === undefined ? context.database : context.ownDatabase(database);
}

/** As a title names it. */
export const theDatabase = ({ database }: Which): string =>
  database === undefined ? 'the database' : `the database of ${database}`;
