import type { Release } from '../../core/catalog/release.ts';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { oneVersion } from '../../core/cluster/one-version.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import type { OutageMode } from '../../core/plan/plan.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Drain } from '../../core/workloads/drain.ts';
import { currentCatalog } from '../../io/index/current-catalog.ts';
import type { Finding } from '../../lib/finding.ts';
import type { CheckInput } from './check.ts';
import { runChecks } from './index.ts';

/** What is to be done to the cluster; nothing where only the cluster itself is judged. */
export interface Intent {
  readonly hops: CheckInput['hops'];
  readonly windows: OutageMode;
  readonly drain?: Drain | undefined;
}

/** The release that the whole cluster has; undefined where versions differ or the release is unknown. */
export function installedRelease(snapshot: ClusterSnapshot): Release | undefined {
  const version = oneVersion(snapshot);
  return version === undefined ? undefined : currentCatalog().find(parseVersion(version));
}

/** What checks look at. */
export function checkInput(inventory: Inventory, snapshot: ClusterSnapshot, intent?: Intent): CheckInput {
  const hops = (intent?.hops ?? []).map((hop) => ({
    ...hop,
    python: currentCatalog().find(parseVersion(hop.to))?.python,
  }));
  const outages = intent?.windows === 'one' ? Math.min(1, hops.length) : hops.length;
  const release = installedRelease(snapshot);
  const heads = {
    installedHead: release?.schema.heads[0],
    proxyHead: release?.proxySchema?.heads[0],
  };
  const { drain } = intent ?? {};
  return { inventory, snapshot, hops, outages, ...(drain ? { drain } : {}), ...heads };
}

/** Every check on what was observed, for what is intended or, without that, for the cluster alone. */
export function judge(inventory: Inventory, snapshot: ClusterSnapshot, intent?: Intent): Finding[] {
  return runChecks(checkInput(inventory, snapshot, intent));
}
