import { join } from 'node:path';
import type { Secret } from '../../lib/secret.ts';
import { etcdServer } from './etcd-server.ts';
import { type PostgresServer, postgresServer, postgresUser, quickWrites } from './postgres-server.ts';
import type { Server, ServerLocation } from './server.ts';
import type { ServerPrograms } from './server-programs-on.ts';

const [startTimeoutMs, stopTimeoutMs] = [60_000, 20_000];

export interface ScratchServers {
  readonly postgres: {
    readonly port: number;
    readonly user: string;
    readonly password: Secret;
    readonly data: string;
  };
  readonly etcd: { readonly port: number };
  createDatabase(name: string): Promise<void>;
  /** Has PostgreSQL write from now on as another server does: quick while it is filled, true while it is measured. */
  writeLike(settings: Readonly<Record<string, string>>): Promise<void>;
  /** Which of them has ended by itself, and its last words; undefined while both run. */
  trouble(): Promise<string | undefined>;
}

interface Wiring extends Pick<ServerLocation, 'there' | 'prefix'> {
  /** PostgreSQL's, and etcd's for those who ask and for its peers. */
  readonly ports: readonly number[];
  readonly password: Secret;
  /** What ties the lives of both to ours. */
  readonly ties?: { readonly postgres: readonly string[]; readonly etcd: readonly string[] };
}

interface ScratchPair {
  /** @throws BaiupError `server.not-started` */
  start(signal: AbortSignal): Promise<ScratchServers>;
  stop(): Promise<void>;
}

/** A PostgreSQL and an etcd below a folder, to hold copies. */
export function scratchPair(
  folder: string,
  programs: ServerPrograms,
  { ports, password, ties, ...where }: Wiring,
): ScratchPair {
  const [port = 0, etcdPort = 0, peerPort = 0] = ports;
  const place = (name: 'postgres' | 'etcd') => ({
    folder: join(folder, name),
    ...where,
    ...(ties ? { tie: ties[name] } : {}),
  });
  const postgres: PostgresServer = postgresServer(
    { ...place('postgres'), port, password },
    programs.postgres,
  );
  const etcd: Server = etcdServer({ ...place('etcd'), port: etcdPort, peerPort }, programs.etcd);
  return {
    start: async (signal) => {
      await postgres.init(signal);
      const patience = { timeoutMs: startTimeoutMs, signal };
      await Promise.all([postgres.start(patience), etcd.start(patience)]);
      await postgres.set(quickWrites);
      return {
        postgres: { port, user: postgresUser, password, data: join(folder, 'postgres', 'data') },
        etcd: { port: etcdPort },
        createDatabase: (name) => postgres.createDatabase(name),
        writeLike: (settings) => postgres.set(settings),
        trouble: async () => {
          for (const [title, server] of [['PostgreSQL', postgres] as const, ['etcd', etcd] as const]) {
            if (!(await server.running()))
              return `${title} ended in the middle: ${await server.lastWords(6)}`;
          }
          return undefined;
        },
      };
    },
    stop: async () => {
      const patience = { timeoutMs: stopTimeoutMs };
      await Promise.all([postgres.stop(patience), etcd.stop(patience)]);
    },
  };
}
