import { type CarriedPlugin, pluginText } from '../../core/components/carried-plugin.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Check } from './check.ts';
import { membersCarrying } from './members-carrying.ts';

/** The index is asked for plugins without their dependencies: resolving these takes as long as an environment. */
const askedAlone =
  'check asks the index for each of these alone; whether it also has what they ask for is told when the new environment is made, before anything stops';

/** What becomes of them, and what to know about that. */
function becomes(carried: readonly CarriedPlugin[] | undefined, to: string) {
  if (carried === undefined)
    return {
      text: 'what comes along cannot be told, because the release of its environment cannot be read',
    };
  const coming = carried.filter(({ isAskedFor }) => !isAskedFor).map(pluginText);
  return coming.length > 0
    ? { text: `in ${to} it is to have ${shortList(coming)}`, hint: askedAlone }
    : { text: `in ${to} it is to have none of them` };
}

/** Told before every upgrade: what comes along beside the release. */
export const pluginsCarried: Check = {
  code: 'plugin.carried',
  find: (input) =>
    membersCarrying(input).flatMap(({ found: { id, component, host }, plugins, carried, to }) => {
      if (plugins.length === 0) return [];
      const held = plugins.filter(({ isAskedFor }) => !isAskedFor);
      const has = shortList(held.map(({ name, version }) => `${name} ${version}`));
      const { text, hint } = becomes(carried, to);
      return [
        {
          code: 'plugin.carried',
          severity: 'info',
          subject: id,
          summary: `${component} ${id} on ${host}: beside its release its environment has ${has}; ${text}`,
          ...(hint ? { hint } : {}),
        },
      ];
    }),
};
