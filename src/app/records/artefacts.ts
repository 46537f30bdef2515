import type { Catalog } from '../../core/catalog/catalog.ts';
import type { PackageName } from '../../core/catalog/release.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Artefact } from '../../core/plan/receipt-parts.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { installedArtefact } from '../../io/python/installed-artefact.ts';
import { atMost } from '../../lib/at-most.ts';
import { type Staged, stagedBy } from './staged.ts';

type HostOf = (name: string) => HostReader;

async function artefactOf(
  catalog: Pick<Catalog, 'find'>,
  hostOf: HostOf,
  { step, component, version, host, folder }: Staged,
): Promise<Artefact[]> {
  const installed = await installedArtefact(hostOf(host), folder);
  if (installed === undefined) return [];
  const wheels = catalog.find(parseVersion(version))?.packages ?? {};
  const wheel = wheels[component as PackageName]?.sha256 ?? null;
  return [{ step, component, version, environment: folder, wheel, installed }];
}

/** What the environments of a plan hold; those that do not stand are left out. */
export async function artefactsOf(
  catalog: Pick<Catalog, 'find'>,
  hostOf: HostOf,
  plan: Plan,
): Promise<Artefact[]> {
  const artefacts = (staged: Staged) => artefactOf(catalog, hostOf, staged);
  return (await atMost(defaultLimits.inAll, stagedBy(plan), artefacts)).flat();
}
