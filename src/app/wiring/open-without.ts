import { withoutMembers } from '../../core/cluster/without-members.ts';
import type { PlannedWithout } from '../../core/plan/plan.ts';
import { loadInventory } from '../discovery/load-inventory.ts';
import { type Cluster, openInventory } from './open-cluster.ts';

/**
 * Opens a cluster by its file without the agents that a plan leaves for later: nobody asks their hosts for anything, and
 * that managers may still take them for alive is no news.
 * @throws BaiupError those of `openCluster`
 */
export async function openWithout(
  clusterFile: string | undefined,
  without: readonly PlannedWithout[] = [],
): Promise<Cluster> {
  const loaded = await loadInventory(clusterFile);
  const ids = new Set(without.map(({ member }) => member));
  const inventory = withoutMembers(loaded.inventory, [...ids]);
  const cluster = await openInventory({ ...loaded, inventory });
  if (ids.size === 0) return cluster;
  const { database } = cluster.readers;
  const theirs = new Set(
    loaded.inventory.components.flatMap(({ id, agent }) => (agent && ids.has(id) ? [agent.id] : [])),
  );
  const agentGroups = async () =>
    (await database.agentGroups()).map(({ address, ...each }) =>
      theirs.has(each.agent) || address === undefined ? each : { ...each, address },
    );
  return { ...cluster, readers: { ...cluster.readers, database: { ...database, agentGroups } } };
}
