import type { Catalog } from './catalog.ts';
import { makeCatalog } from './make-catalog.ts';

/**
 * The catalog as if releases published after `date` did not exist.
 * @param date ISO 8601 in UTC; a day alone (2024-03-27) includes that whole day.
 */
export function asOf(catalog: Catalog, date: string): Catalog {
  return makeCatalog(catalog.releases.filter(({ published }) => published.slice(0, date.length) <= date));
}
