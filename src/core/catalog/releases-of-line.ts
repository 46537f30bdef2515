import { lineOf } from '../versions/line-of.ts';
import type { Line } from '../versions/version.ts';
import type { Catalog } from './catalog.ts';
import type { Release } from './release.ts';

/** Every release of a line, oldest first, candidates and withdrawn ones included. */
export function releasesOfLine(catalog: Catalog, line: Line): readonly Release[] {
  return catalog.releases.filter((release) => lineOf(release.version) === line);
}
