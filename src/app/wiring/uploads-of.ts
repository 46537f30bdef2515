import type { Inventory } from '../../core/cluster/inventory.ts';
import type { Upload } from '../../core/workloads/upload.ts';
import type { Host } from '../../io/hosts/port.ts';
import { readUploads } from '../../io/workloads/read-uploads.ts';

type Asked = Pick<Host, 'name' | 'ask' | 'asRoot'>;

/** As root, where that may be had: nobody else sees what programs of other users have open. */
const uploadsOn = (host: Asked): Promise<readonly Upload[]> =>
  readUploads(host.asRoot()).catch(() => readUploads(host));

/** What is uploaded through the storage-proxies at this moment. */
export async function uploadsOf(
  { components }: Pick<Inventory, 'components'>,
  host: (name: string) => Asked,
): Promise<readonly Upload[]> {
  const proxies = components.filter(({ component }) => component === 'storage-proxy');
  const hosts = [...new Set(proxies.map((member) => member.host))];
  return (await Promise.all(hosts.map((name) => uploadsOn(host(name))))).flat();
}
