import { loadCatalog } from '../../core/catalog/load-catalog.ts';
import {
  simulatedInventory,
  simulatedMember,
  simulatedSnapshot,
} from '../../core/cluster/simulated-cluster.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { findPath } from '../../core/path/find-path.ts';
import type { Policy } from '../../core/path/path.ts';
import type { Plan, Windowing } from '../../core/plan/plan.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { makePlan, type PlanInput } from './make-plan.ts';

/** A cluster of four components. */
const inventory = simulatedInventory([
  simulatedMember('m1', 'manager', 8081),
  simulatedMember('a1', 'agent', 6001),
  simulatedMember('s1', 'storage-proxy', 6022),
  simulatedMember('w1', 'webserver', 8090),
]);

interface Asked {
  readonly accepted?: readonly string[];
  readonly toRead?: PlanInput['toRead'];
  readonly windows?: Windowing;
  readonly configurations?: ReadonlyMap<string, string>;
  readonly policy?: Policy;
  /** What is found otherwise than in a cluster that is as it should be. */
  readonly found?: Partial<ClusterSnapshot>;
}

/** The plan of that cluster from one release to another, for tests. */
export function planned(from: string, to: string, asked: Asked = {}): Plan {
  const { accepted = [], toRead = [], windows = 'each', configurations = new Map() } = asked;
  const { policy = 'page', found = {} } = asked;
  const catalog = loadCatalog();
  const path = findPath(catalog, parseVersion(from), parseVersion(to), { policy });
  const snapshot = simulatedSnapshot({
    components: inventory.components.map(({ id, component, host }) => ({
      id,
      component,
      host,
      version: from,
      environment: `/lab/environments/${component}-${from}`,
      active: true,
      healthy: true,
      configSha256: 'c0ffee',
    })),
    revisions: catalog.find(parseVersion(from))?.schema.heads ?? [],
    ...found,
  });
  return makePlan({
    inventory,
    snapshot,
    catalog,
    path,
    windows,
    findings: [],
    accepted,
    toRead,
    configurations,
  });
}
