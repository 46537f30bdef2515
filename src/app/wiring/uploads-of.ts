import type { Inventory } from '../../core/cluster/inventory.ts';
import type { Upload } from '../../core/workloads/upload.ts';
import type { Host, HostReader } from '../../io/hosts/port.ts';
import type { ServiceReader } from '../../io/services/port.ts';
import { readUploads } from '../../io/workloads/read-uploads.ts';

type Asked = Pick<HostReader, 'name' | 'ask'> & {
  readonly asRoot: () => Pick<Host, 'name' | 'ask'>;
};

interface Doors {
  readonly inventory: Pick<Inventory, 'components'>;
  readonly host: (name: string) => Asked;
  readonly service: (member: string) => Pick<ServiceReader, 'state'>;
}

/** As root, where that may be had: others see only what their own programs have open. */
async function uploadsOn(host: Asked, proxies: readonly number[]): Promise<readonly Upload[] | undefined> {
  const asRoot = await readUploads(host.asRoot(), proxies).catch(() => undefined);
  return asRoot ?? readUploads(host, proxies);
}

/** What is uploaded through the storage-proxies at this moment; undefined where that cannot be seen on each host. */
export async function uploadsOf({ inventory, host, service }: Doors): Promise<readonly Upload[] | undefined> {
  const members = inventory.components.filter(({ component }) => component === 'storage-proxy');
  const proxies = await Promise.all(
    members.map(async (member) => ({ at: member.host, ...(await service(member.id).state()) })),
  );
  if (proxies.some(({ active, pid }) => active && pid === undefined)) return undefined;
  const hosts = [...new Set(proxies.map(({ at }) => at))];
  const pidsOn = (name: string) =>
    proxies.flatMap(({ at, pid }) => (at === name && pid !== undefined ? [pid] : []));
  const found = await Promise.all(hosts.map((name) => uploadsOn(host(name), pidsOn(name))));
  return found.every((each) => each !== undefined) ? found.flat() : undefined;
}
