import { newEnvironment } from '../../core/cluster/new-environment.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Check } from './check.ts';

/**
 * Agents of one host that keep their kernels in one folder tell their files apart by their environments' paths alone.
 * A hop gives agents whose environments lie side by side one and the same: the files would overwrite each other.
 */
export const sharedKernels: Check = {
  code: 'agent.shared-kernels',
  find: ({ inventory, snapshot, hops }) => {
    const to = hops.at(-1)?.to;
    if (to === undefined) return [];
    const seen = new Map(snapshot.components.map((each) => [each.id, each]));
    const locations = inventory.components.flatMap(({ id, host, agent }) => {
      const found = seen.get(id);
      if (!agent || !found) return [];
      const { component, environment, named } = found;
      const runsFrom = newEnvironment({ component, path: named?.at }, environment, to);
      return [{ id, host, folder: agent.varBase, runsFrom }];
    });
    const groups = Map.groupBy(locations, ({ host, folder, runsFrom }) => `${host} ${folder} ${runsFrom}`);
    return [...groups.values()]
      .filter((group) => group.length > 1)
      .map((group) => {
        const [{ host, folder, runsFrom } = { host: '', folder: '', runsFrom: '' }] = group;
        const ids = shortList(group.map(({ id }) => id));
        return {
          code: 'agent.shared-kernels',
          severity: 'blocker',
          subject: ids,
          summary: `${ids} on ${host} keep their kernels in ${folder} and will run from one environment, ${runsFrom}: each would overwrite the other's file of kernels, and sessions would be lost`,
          hint: 'give each agent a folder of its own (var-base-path in its configuration, agent.varBase in cluster.yaml); move its last_registry file there while the agent is stopped, or its sessions are lost',
          source: 'generate_local_instance_id in ai/backend/agent/utils.py',
        };
      });
  },
};
