import type { ServerVersions } from '../../core/cluster/server-versions.ts';
import type { ConfigStoreReader } from '../../io/configstore/port.ts';
import { askRedis } from '../../io/services/ask-redis.ts';
import { type RedisDoors, redisOf } from './redis-of.ts';

interface Doors extends RedisDoors {
  readonly store: Pick<ConfigStoreReader, 'get' | 'version'>;
}

/** The versions of the servers beside the components; one that does not tell has none. PostgreSQL is asked by a check. */
export async function serverVersions(doors: Doors): Promise<ServerVersions> {
  const [ofRedis, ofEtcd] = await Promise.all([
    redisOf(doors, (host, environment, address) => askRedis(host, environment, address, 'version')).catch(
      () => undefined,
    ),
    doors.store.version().catch(() => undefined),
  ]);
  return { ...(ofRedis ? { redis: ofRedis } : {}), ...(ofEtcd ? { etcd: ofEtcd } : {}) };
}
