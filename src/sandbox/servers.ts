import { wheelFolder } from '../io/python/wheel-folder.ts';
import { etcdServer, findEtcdServer } from '../io/services/etcd-server.ts';
import { findPostgresPrograms } from '../io/services/find-postgres-programs.ts';
import { type PostgresServer, postgresServer } from '../io/services/postgres-server.ts';
import { findRedisServer, redisServer } from '../io/services/redis-server.ts';
import type { Server } from '../io/services/server.ts';
import { secret } from '../lib/secret.ts';
import { type Layout, sandboxMarker } from './layout.ts';
import { portOf, type SandboxRecord } from './record.ts';

/** The sandbox's PostgreSQL, Redis and etcd; programs are looked for only when they are needed. */
export interface SandboxServers {
  postgres(): Promise<PostgresServer>;
  redis(): Promise<Server>;
  etcd(): Promise<Server>;
}

const sources = { wheels: wheelFolder };

export function serversOf(layout: Layout, record: SandboxRecord): SandboxServers {
  const env = { [sandboxMarker]: layout.folder };
  const place = (name: 'postgres' | 'redis' | 'etcd') => ({
    folder: layout.server(name),
    port: portOf(record, name),
    env,
  });
  return {
    postgres: async () => {
      const password = secret(record.databasePassword);
      return postgresServer(
        { ...place('postgres'), password, scratch: true },
        await findPostgresPrograms(sources),
      );
    },
    redis: async () => redisServer(place('redis'), await findRedisServer(sources)),
    etcd: async () =>
      etcdServer({ ...place('etcd'), peerPort: portOf(record, 'etcdPeer') }, await findEtcdServer(sources)),
  };
}
