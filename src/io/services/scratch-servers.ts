import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BaiupError } from '../../lib/errors.ts';
import { type Secret, secret } from '../../lib/secret.ts';
import { etcdServer, findEtcdServer } from './etcd-server.ts';
import { freePorts } from './free-ports.ts';
import { findPostgresPrograms, type PostgresPrograms } from './postgres-programs.ts';
import { type PostgresServer, postgresServer, postgresUser } from './postgres-server.ts';
import type { Server } from './server.ts';
import type { ProgramSources } from './wheels.ts';

const startTimeoutMs = 60_000;
const stopTimeoutMs = 20_000;

export interface ScratchServers {
  readonly postgres: {
    readonly port: number;
    readonly user: string;
    readonly password: Secret;
    readonly data: string;
  };
  readonly etcd: { readonly port: number };
  createDatabase(name: string): Promise<void>;
}

interface Both {
  readonly postgres: PostgresServer;
  readonly etcd: Server;
}

function both(
  folder: string,
  programs: PostgresPrograms,
  etcd: string,
  { ports, password }: { readonly ports: readonly number[]; readonly password: Secret },
): Both {
  const [port = 0, etcdPort = 0, peerPort = 0] = ports;
  return {
    postgres: postgresServer({ folder: join(folder, 'postgres'), port, password, scratch: true }, programs),
    etcd: etcdServer({ folder: join(folder, 'etcd'), port: etcdPort, peerPort }, etcd),
  };
}

/**
 * A PostgreSQL and an etcd of our own below a folder, on loopback, empty.
 * @param major what the cluster's server is of: an older one could not take its dump
 * @throws BaiupError `scratch.postgres-older`, `postgres.missing`, `etcd.missing`, `server.not-started`
 */
export async function startScratchServers(
  folder: string,
  major: number,
  sources: ProgramSources,
  signal: AbortSignal,
): Promise<ScratchServers> {
  const [programs, etcdProgram] = await Promise.all([findPostgresPrograms(sources), findEtcdServer(sources)]);
  const [own = 0] = programs.serverVersion;
  if (own < major) {
    throw new BaiupError(
      'scratch.postgres-older',
      `the cluster's PostgreSQL is ${major}, the one found here ${own}: it cannot hold a copy`,
      { hint: `install the package postgresql-${major}`, left: 'nothing was changed' },
    );
  }
  const password = secret(randomBytes(24).toString('hex'));
  const ports = await freePorts(3);
  const servers = both(folder, programs, etcdProgram, { ports, password });
  await servers.postgres.init(signal);
  const patience = { timeoutMs: startTimeoutMs, signal };
  await Promise.all([servers.postgres.start(patience), servers.etcd.start(patience)]);
  const [port = 0, etcdPort = 0] = ports;
  const data = join(folder, 'postgres', 'data');
  return {
    postgres: { port, user: postgresUser, password, data },
    etcd: { port: etcdPort },
    createDatabase: (name) => servers.postgres.createDatabase(name),
  };
}

/** Stops whatever servers run from a folder and removes it; also what an earlier process left behind. */
export async function removeScratchServers(folder: string, sources: ProgramSources): Promise<void> {
  const [programs, etcdProgram] = await Promise.all([findPostgresPrograms(sources), findEtcdServer(sources)]);
  const { postgres, etcd } = both(folder, programs, etcdProgram, { ports: [], password: secret('') });
  const patience = { timeoutMs: stopTimeoutMs };
  await Promise.all([postgres.stop(patience), etcd.stop(patience)]);
  await rm(folder, { recursive: true, force: true });
}
