import { carriedBy } from '../../core/components/carried-by.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Check } from './check.ts';

const code = 'plugin.left';

/** What cluster.yaml leaves behind, told apart from what comes along: somebody may have forgotten that it says so. */
export const pluginsLeft: Check = {
  code,
  find: ({ inventory, snapshot, hops }) => {
    const to = hops.at(-1)?.to;
    if (to === undefined) return [];
    const declared = new Map(inventory.components.map((member) => [member.id, member]));
    return snapshot.components.flatMap((found) => {
      const { id, component, host, plugins = [] } = found;
      if (plugins.length === 0) return [];
      const carried = carriedBy(declared.get(id) ?? {}, found, parseVersion(to));
      const names = new Set(carried.map(({ name }) => name));
      const left = plugins.filter(({ name }) => !names.has(name));
      if (left.length === 0) return [];
      return [
        {
          code,
          severity: 'info',
          subject: id,
          summary: `${component} ${id} on ${host}: cluster.yaml leaves ${shortList(left.map(({ name, version }) => `${name} ${version}`))}, and in ${to} it is not to have it`,
          hint: `to bring it along, take its line out of "plugins" of ${id} in cluster.yaml`,
        },
      ];
    });
  },
};
