import type { Catalog } from '../../core/catalog/catalog.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { baiupVersion } from '../../lib/baiup-version.ts';
import { fingerprint } from '../../lib/stable-json.ts';

/** What a plan depends on besides the cluster: the rules of this baiup, and the releases of its catalog. */
export function madeWith({ releases }: Pick<Catalog, 'releases'>): Plan['madeWith'] {
  const stamp = fingerprint(
    releases.map(({ version, published, withdrawn }) => [version, published, withdrawn]),
  );
  return { baiup: baiupVersion, catalog: stamp.slice(0, 16) };
}
