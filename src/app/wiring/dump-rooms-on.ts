import type { Inventory } from '../../core/cluster/inventory.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { mirroredFolder } from '../../io/hosts/mirrored-folder.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { stateHome } from '../../lib/state-home.ts';

/** What is free on each host that keeps dumps: of the cluster's database, and of those that members have beside it. */
export function dumpRoomsOn(
  { database, components }: Pick<Inventory, 'database' | 'components'>,
  host: (name: string) => HostReader,
): Promise<NonNullable<ClusterSnapshot['dumpRooms']>> {
  const names = new Set(
    [database, ...components.map((member) => member.database)].map((each) => each?.tools),
  );
  return Promise.all(
    [...names].flatMap((name) =>
      name === undefined
        ? []
        : [
            mirroredFolder(host(name), stateHome()).then(async (folder) => ({
              host: name,
              free: await host(name).freeBytes(folder),
            })),
          ],
    ),
  );
}
