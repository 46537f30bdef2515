import { shortList } from '../../lib/short-list.ts';
import type { Check } from './check.ts';
import { membersCarrying } from './members-carrying.ts';

const code = 'plugin.left';

/** What cluster.yaml leaves behind, told apart from what comes along: somebody may have forgotten that it says so. */
export const pluginsLeft: Check = {
  code,
  find: (input) =>
    membersCarrying(input).flatMap(({ found: { id, component, host }, plugins, carried, to }) => {
      if (carried === undefined) return [];
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
    }),
};
