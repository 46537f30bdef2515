import { pluginText } from '../../core/components/carried-plugin.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Check } from './check.ts';
import { membersWithPlugins } from './members-with-plugins.ts';

/** The index is asked for plugins without their dependencies: resolving these takes as long as an environment. */
const askedAlone =
  'check asks the index for each of these alone; whether it also has what they ask for is told when the new environment is made, before anything stops';

/** Told before every upgrade: what comes along beside the release. */
export const pluginsCarried: Check = {
  code: 'plugin.carried',
  find: (input) =>
    membersWithPlugins(input).map(({ found: { id, component, host }, plugins, carried, to }) => {
      const held = plugins.filter(({ isAskedFor }) => !isAskedFor);
      const coming = carried.filter(({ isAskedFor }) => !isAskedFor).map(pluginText);
      const comes =
        coming.length > 0
          ? `in ${to} it is to have ${shortList(coming)}`
          : `in ${to} it is to have none of them`;
      const has = shortList(held.map(({ name, version }) => `${name} ${version}`));
      return {
        code: 'plugin.carried',
        severity: 'info',
        subject: id,
        summary: `${component} ${id} on ${host}: beside its release its environment has ${has}; ${comes}`,
        ...(coming.length > 0 ? { hint: askedAlone } : {}),
      };
    }),
};
