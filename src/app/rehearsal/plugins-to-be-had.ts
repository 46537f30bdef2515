import type { CarriedPlugin } from '../../core/components/carried-plugin.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { pluginObstacle } from '../../io/python/plugin-obstacle.ts';
import { pluginUnavailable } from '../../io/python/plugin-unavailable.ts';
import { atMost } from '../../lib/at-most.ts';
import type { Finding } from '../../lib/finding.ts';
import { stableJson } from '../../lib/stable-json.ts';
import type { Staged } from '../records/staged.ts';

/** A new environment, as far as it matters here. */
export interface NewEnvironment
  extends Pick<Staged, 'host' | 'component' | 'version' | 'python' | 'plugins'> {}

interface Asked {
  readonly staged: NewEnvironment;
  readonly plugin: CarriedPlugin;
}

/** What new environments cannot have beside their releases, as far as looking at index and hosts tells. */
export async function pluginsToBeHad(
  environments: readonly NewEnvironment[],
  hostOf: (name: string) => HostReader,
): Promise<Finding[]> {
  const asked = environments.flatMap((staged) =>
    (staged.plugins ?? [])
      .filter(({ isAskedFor }) => !isAskedFor)
      .map((plugin): Asked => ({ staged, plugin })),
  );
  const once = Map.groupBy(
    asked,
    ({ staged: { host, python, component, version }, plugin: { name, take } }) =>
      stableJson({ host, python, component, version, name, take }),
  );
  const found = await atMost(defaultLimits.inAll, [...once.values()], async ([first]) => {
    if (!first) return [];
    const { staged, plugin } = first;
    const why = await pluginObstacle(hostOf(staged.host), plugin, staged.python);
    return why === undefined ? [] : [pluginUnavailable(staged, plugin, why)];
  });
  return found.flat();
}
