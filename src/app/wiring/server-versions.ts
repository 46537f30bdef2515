import type { Inventory } from '../../core/cluster/inventory.ts';
import type { ServerVersions } from '../../core/cluster/server-versions.ts';
import type { ConfigStoreReader } from '../../io/configstore/port.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import type { ServiceReader } from '../../io/services/port.ts';
import { redisVersion } from '../../io/services/redis-version.ts';

interface Doors {
  readonly inventory: Inventory;
  readonly store: Pick<ConfigStoreReader, 'get' | 'version'>;
  readonly host: (name: string) => HostReader;
  readonly service: (member: string) => Pick<ServiceReader, 'state'>;
}

const loopback = /^(localhost|127\.[\d.]+|::1)$/;

/** Where the components find Redis, or one of its Sentinels. Keys: `config/redis` of the vendor's etcd. */
async function redisAddress({ inventory, store }: Doors) {
  const [addr, sentinel, password] = await Promise.all(
    ['addr', 'sentinel', 'password'].map((key) => store.get(`config/redis/${key}`)),
  );
  const [, host = '', port = ''] = /^"?([^,]*?):(\d+)/.exec(addr || sentinel || '') ?? [];
  if (port === '') return inventory.redis && { ...inventory.redis, password };
  return { host, port: Number(port), password };
}

async function redis(doors: Doors): Promise<string | undefined> {
  const manager = doors.inventory.components.find(({ component }) => component === 'manager');
  const address = await redisAddress(doors);
  if (!manager || !address) return undefined;
  const { environment } = await doors.service(manager.id).state();
  const at = (host: string) => redisVersion(doors.host(manager.host), environment, { ...address, host });
  const { redis: declared } = doors.inventory;
  return (
    (await at(address.host)) ?? (declared && loopback.test(address.host) ? at(declared.host) : undefined)
  );
}

/** The versions of the servers beside the components; one that does not tell has none. PostgreSQL is asked by a check. */
export async function serverVersions(doors: Doors): Promise<ServerVersions> {
  const [ofRedis, ofEtcd] = await Promise.all([
    redis(doors).catch(() => undefined),
    doors.store.version().catch(() => undefined),
  ]);
  return { ...(ofRedis ? { redis: ofRedis } : {}), ...(ofEtcd ? { etcd: ofEtcd } : {}) };
}
