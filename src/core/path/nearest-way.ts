import type { Version } from '../versions/version.ts';
import { keepsData } from './keeps-data.ts';
import type { Hop } from './path.ts';
import type { Rulebook } from './rulebook.ts';
import { type Search, search } from './search.ts';

/** The way that skips the least of what the page would not skip, where the page itself leaves none; one that loses data last. */
export function nearestWay(book: Rulebook, from: Version, to: Version): readonly Hop[] | undefined {
  const bySchema: Rulebook = { ...book, policy: 'schema' };
  const way = (allow: Search['allow']) => search(bySchema, from, to, { allow, nearThePage: true }).hops;
  return way(keepsData) ?? way(() => true);
}
