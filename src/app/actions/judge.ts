import type { Inventory } from '../../core/cluster/inventory.ts';
import { oneVersion } from '../../core/cluster/one-version.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { currentCatalog } from '../../io/index/current-catalog.ts';
import type { Finding } from '../../lib/finding.ts';
import { runChecks } from '../checks/index.ts';

/** Head of the release that the whole cluster has; undefined where versions differ or the release is unknown. */
export function installedHead(snapshot: ClusterSnapshot): string | undefined {
  const version = oneVersion(snapshot);
  return version === undefined ? undefined : currentCatalog().find(parseVersion(version))?.schema.heads[0];
}

/** Every check on what was observed, for the hops asked for or, without any, for the cluster alone. */
export function judge(
  inventory: Inventory,
  snapshot: ClusterSnapshot,
  hops: readonly { readonly from: string; readonly to: string }[],
): Finding[] {
  return runChecks({ inventory, snapshot, hops, installedHead: installedHead(snapshot) });
}
