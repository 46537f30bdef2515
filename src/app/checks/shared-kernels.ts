import { dirname } from 'node:path';
import { shortList } from '../../lib/short-list.ts';
import type { Check } from './check.ts';

/**
 * Agents of one host that keep their kernels in one folder tell their files apart by their environments' paths alone.
 * A hop gives agents whose environments lie side by side one and the same: the files would overwrite each other.
 */
export const sharedKernels: Check = {
  code: 'agent.shared-kernels',
  find: ({ inventory, snapshot, hops }) => {
    if (hops.length === 0) return [];
    const seen = new Map(snapshot.components.map((each) => [each.id, each]));
    const locations = inventory.components.flatMap(({ id, host, agent }) => {
      const found = seen.get(id);
      return agent && found ? [{ id, host, folder: agent.varBase, beside: dirname(found.environment) }] : [];
    });
    const groups = Map.groupBy(locations, ({ host, folder, beside }) => `${host} ${folder} ${beside}`);
    return [...groups.values()]
      .filter((group) => group.length > 1)
      .map((group) => {
        const [{ host, folder, beside } = { host: '', folder: '', beside: '' }] = group;
        const ids = shortList(group.map(({ id }) => id));
        return {
          code: 'agent.shared-kernels',
          severity: 'blocker',
          subject: ids,
          summary: `${ids} on ${host} keep their kernels in ${folder} and will run from one environment in ${beside}: each would overwrite the other's file of kernels, and sessions would be lost`,
          hint: 'give each agent a folder of its own (var-base-path in its configuration, agent.varBase in cluster.yaml); move its last_registry file there while the agent is stopped, or its sessions are lost',
          source: 'generate_local_instance_id in ai/backend/agent/utils.py',
        };
      });
  },
};
