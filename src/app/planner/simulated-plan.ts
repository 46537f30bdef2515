import { loadCatalog } from '../../core/catalog/load-catalog.ts';
import type { Inventory } from '../../core/cluster/inventory.ts';
import {
  simulatedInventory,
  simulatedMember,
  simulatedSnapshot,
} from '../../core/cluster/simulated-cluster.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { findPath } from '../../core/path/find-path.ts';
import type { Policy } from '../../core/path/path.ts';
import { withoutSettled } from '../../core/path/without-settled.ts';
import { neededBy } from '../../core/plan/barrier.ts';
import type { OutageMode, Plan } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Ground } from '../discovery/read-ground.ts';
import { makePlan, type PlanInput } from './make-plan.ts';

/** A cluster of four components. */
const fourMembers = simulatedInventory([
  simulatedMember('m1', 'manager', 8081),
  simulatedMember('a1', 'agent', 6001),
  simulatedMember('s1', 'storage-proxy', 6022),
  simulatedMember('w1', 'webserver', 8090),
]);

interface Asked {
  /** The cluster; of four components unless told. */
  readonly inventory?: Inventory;
  readonly accepted?: readonly string[];
  readonly toRead?: PlanInput['toRead'];
  readonly windows?: OutageMode;
  readonly configurations?: ReadonlyMap<string, string>;
  readonly policy?: Policy;
  readonly leaveFiles?: boolean;
  readonly noAnnouncement?: boolean;
  readonly noPark?: boolean;
  readonly turn?: PlanInput['turn'];
  readonly capture?: PlanInput['capture'];
  readonly others?: PlanInput['others'];
  readonly proof?: PlanInput['proof'];
  readonly drain?: PlanInput['drain'];
  readonly waves?: PlanInput['waves'];
  readonly postponed?: PlanInput['postponed'];
  /** What is found otherwise than in a cluster that is as it should be. */
  readonly found?: Partial<ClusterSnapshot>;
}

/** Ids of all that a step of a plan waits for, directly or through barriers, and of those. */
export function needsOf(plan: Plan, id: string): string[] {
  const all = walkPlan(plan).map(({ step }) => step);
  return [
    ...neededBy(
      all.filter((step) => step.id === id),
      all,
    ),
  ];
}

/** That cluster as it is observed at a release, for tests. */
export function simulatedGround(
  from: string,
  { inventory = fourMembers, found = {}, configurations = new Map() }: Asked = {},
): Ground {
  const catalog = loadCatalog();
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
  return { inventory, snapshot, catalog, configurations };
}

/** The plan of that cluster from one release to another, for tests. */
export function planned(from: string, to: string, asked: Asked = {}): Plan {
  const { inventory: _inventory, found: _found, configurations: _configurations, ...said } = asked;
  const { accepted = [], toRead = [], windows = 'each', policy = 'page' } = said;
  const ground = simulatedGround(from, asked);
  const path = findPath(ground.catalog, parseVersion(from), parseVersion(to), { policy });
  const findings = withoutSettled(path.hops.flatMap((hop) => hop.findings));
  return makePlan({ ...ground, ...said, path, windows, findings, accepted, toRead });
}
