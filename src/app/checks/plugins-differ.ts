import { newEnvironment } from '../../core/cluster/new-environment.ts';
import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import { type CarriedPlugin, pluginText } from '../../core/components/carried-plugin.ts';
import { shortList } from '../../lib/short-list.ts';
import { stableJson } from '../../lib/stable-json.ts';
import type { Check } from './check.ts';
import { membersCarrying } from './members-carrying.ts';

const told = (carried: readonly CarriedPlugin[]): string => shortList(carried.map(pluginText)) || 'nothing';

const newOne = ({ component, environment, named }: MemberSnapshot, version: string): string =>
  newEnvironment({ component, path: named?.at }, environment, version);

/** Members of one component whose environments lie side by side get one new environment: it holds the same for all. */
export const pluginsDiffer: Check = {
  code: 'plugin.differs',
  find: (input) => {
    const members = membersCarrying(input).flatMap(({ found, carried, to }) =>
      found.version === undefined || carried === undefined
        ? []
        : [{ ...found, folder: newOne(found, to), carried }],
    );
    const groups = Map.groupBy(members, ({ host, component, folder }) => `${host} ${component} ${folder}`);
    return [...groups.values()].flatMap((group) => {
      const [first] = group;
      const other = group.find(({ carried }) => stableJson(carried) !== stableJson(first?.carried));
      if (!first || !other) return [];
      return [
        {
          code: 'plugin.differs',
          severity: 'blocker',
          subject: `${first.id}, ${other.id}`,
          summary: `${first.id} and ${other.id} on ${first.host} will run from one environment, ${first.folder}, and ${first.id} brings along ${told(first.carried)}, ${other.id} ${told(other.carried)}`,
          hint: `install the same beside the release of both, or decide for each under "plugins" in cluster.yaml, or give ${other.id} an environment in a folder of its own`,
        },
      ];
    });
  },
};
