import type { Database } from './database.ts';
import { identifier } from './identifier.ts';

/** How many rows tables of schema `public` have; one that cannot be counted in time, or not at all, is left out. */
export async function countRows(
  database: Database,
  tables: readonly string[],
): Promise<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const table of tables) {
    const count = await database
      .query<{ count: string }>(`SELECT count(*)::text AS count FROM public.${identifier(table)}`)
      .catch(() => []);
    if (count[0]) counted[table] = Number(count[0].count);
  }
  return counted;
}
