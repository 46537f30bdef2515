import { join } from 'node:path';
import { cacheHome } from '../../lib/state-home.ts';

/** Where what `catalog sync` brings is kept. */
export interface CatalogFolder {
  /** The catalog itself. */
  readonly snapshot: string;
  /** Index pages, so that one that did not change is not read again. */
  readonly pages: string;
  /** What a sync that is under way, or was cut, has learned. */
  readonly facts: string;
}

export function catalogFolder(home: string = cacheHome()): CatalogFolder {
  const file = (name: string) => join(home, 'catalog', name);
  return { snapshot: file('snapshot.json'), pages: file('pages.json'), facts: file('facts.jsonl') };
}
