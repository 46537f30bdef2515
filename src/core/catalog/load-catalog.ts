import type { Catalog } from './catalog.ts';
import line2303 from './data/23.03.json' with { type: 'json' };
import line2309 from './data/23.09.json' with { type: 'json' };
import line2403 from './data/24.03.json' with { type: 'json' };
import line2409 from './data/24.09.json' with { type: 'json' };
import { decodeLine } from './decode-line.ts';
import type { LineFile } from './line-file.ts';
import { makeCatalog } from './make-catalog.ts';

let catalog: Catalog | undefined;

/** The committed catalog: what the package index had when it was last taken down. */
export function loadCatalog(): Catalog {
  const files = [line2303, line2309, line2403, line2409] as unknown as readonly LineFile[];
  catalog ??= makeCatalog(files.flatMap(decodeLine));
  return catalog;
}
