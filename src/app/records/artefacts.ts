import type { Catalog } from '../../core/catalog/catalog.ts';
import type { PackageName } from '../../core/catalog/release.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Artefact } from '../../core/plan/receipt-parts.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { installedArtefact } from '../../io/python/installed-artefact.ts';
import { atMost } from '../../lib/at-most.ts';
import { type Staged, stagedBy } from './staged.ts';

async function artefactOf(
  catalog: Pick<Catalog, 'find'>,
  { step, component, version, folder }: Staged,
): Promise<Artefact[]> {
  const installed = await installedArtefact(folder);
  if (installed === undefined) return [];
  const wheels = catalog.find(parseVersion(version))?.packages ?? {};
  const wheel = wheels[component as PackageName]?.sha256 ?? null;
  return [{ step, component, version, environment: folder, wheel, installed }];
}

/** What the environments of a plan hold; those that do not stand are left out. */
export async function artefactsOf(catalog: Pick<Catalog, 'find'>, plan: Plan): Promise<Artefact[]> {
  return (await atMost(defaultLimits.inAll, stagedBy(plan), (staged) => artefactOf(catalog, staged))).flat();
}
