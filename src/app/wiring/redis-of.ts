import type { Inventory } from '../../core/cluster/inventory.ts';
import type { ConfigStoreReader } from '../../io/configstore/port.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import type { ServiceReader } from '../../io/services/port.ts';
import type { RedisAddress } from '../../io/services/redis-command.ts';

export interface RedisDoors<H extends HostReader = HostReader> {
  readonly inventory: Inventory;
  readonly store: Pick<ConfigStoreReader, 'get'>;
  readonly host: (name: string) => H;
  readonly service: (member: string) => Pick<ServiceReader, 'state'>;
}

type Ask<T, H> = (host: H, environment: string, address: RedisAddress) => Promise<T | undefined>;

const loopback = /^(localhost|127\.[\d.]+|::1)$/;

/** Where the components find Redis, or one of its Sentinels. Keys: `config/redis` of the vendor's etcd. */
async function redisAddress({
  inventory,
  store,
}: Pick<RedisDoors, 'inventory' | 'store'>): Promise<RedisAddress | undefined> {
  const [addr, sentinel, service, password] = await Promise.all(
    ['addr', 'sentinel', 'service_name', 'password'].map((key) => store.get(`config/redis/${key}`)),
  );
  const [, host = '', port = ''] = /^"?([^,]*?):(\d+)/.exec(addr || sentinel || '') ?? [];
  if (port === '') return inventory.redis && { ...inventory.redis, password };
  return { host, port: Number(port), password, ...(addr || !service ? {} : { service }) };
}

/** Asks the components' Redis from a manager's host; undefined where it does not tell. */
export async function redisOf<T, H extends HostReader>(
  doors: RedisDoors<H>,
  ask: Ask<T, H>,
): Promise<T | undefined> {
  const manager = doors.inventory.components.find(({ component }) => component === 'manager');
  const address = await redisAddress(doors);
  if (!manager || !address) return undefined;
  const { environment } = await doors.service(manager.id).state();
  const at = (host: string) => ask(doors.host(manager.host), environment, { ...address, host });
  const { redis: declared } = doors.inventory;
  return (
    (await at(address.host)) ?? (declared && loopback.test(address.host) ? at(declared.host) : undefined)
  );
}
