import type { Inventory } from '../../core/cluster/inventory.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { mirroredFolder } from '../../io/hosts/mirrored-folder.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { stateHome } from '../../lib/state-home.ts';

/** What is free on the host that keeps the dumps of the cluster's database. */
export async function dumpRoomOn(
  { database: { tools } }: Inventory,
  host: (name: string) => HostReader,
): Promise<ClusterSnapshot['dumpRoom']> {
  if (tools === undefined) return undefined;
  const folder = await mirroredFolder(host(tools), stateHome());
  return { host: tools, free: await host(tools).freeBytes(folder) };
}
