import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BaiupError } from '../../lib/errors.ts';
import { type Secret, secret } from '../../lib/secret.ts';
import { onPath } from '../hosts/on-path.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import { etcdServer, findEtcdServer } from './etcd-server.ts';
import { findPostgresPrograms } from './find-postgres-programs.ts';
import { freePorts } from './free-ports.ts';
import { logTail } from './log-tail.ts';
import type { PostgresPrograms } from './postgres-programs.ts';
import { type PostgresServer, postgresServer, postgresUser, quickWrites } from './postgres-server.ts';
import type { Server } from './server.ts';
import type { ProgramSources } from './wheels.ts';

/**
 * Put before a program, it gets a signal when the process that started it ends, even by SIGKILL. Nothing where the
 * system has no `setpriv`: it then outlives us, and whoever comes next ends it.
 */
async function lifeTie(signal: 'QUIT' | 'KILL'): Promise<readonly string[]> {
  const setpriv = await onPath(thisMachine, 'setpriv');
  return setpriv ? [setpriv, '--pdeathsig', signal] : [];
}

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
  /** Has PostgreSQL write from now on as another server does: quick while it is filled, true while it is measured. */
  writeLike(settings: Readonly<Record<string, string>>): Promise<void>;
  /** Which of them has ended by itself, and its last words; undefined while both run. */
  trouble(): Promise<string | undefined>;
}

interface Both {
  readonly programs: PostgresPrograms;
  readonly postgres: PostgresServer;
  readonly etcd: Server;
}

interface Wiring {
  readonly ports: readonly number[];
  readonly password: Secret;
  readonly prefix?: readonly string[];
}

async function both(
  folder: string,
  sources: ProgramSources,
  { ports, password, prefix = [] }: Wiring,
): Promise<Both> {
  const [programs, etcd, quit, kill] = await Promise.all([
    findPostgresPrograms(sources),
    findEtcdServer(sources),
    lifeTie('QUIT'),
    lifeTie('KILL'),
  ]);
  const [port = 0, etcdPort = 0, peerPort = 0] = ports;
  const place = (name: string) => ({ folder: join(folder, name), prefix });
  return {
    programs,
    // "Immediate": takes its processes and their shared memory with it.
    postgres: postgresServer({ ...place('postgres'), port, password, tie: quit }, programs),
    etcd: etcdServer({ ...place('etcd'), port: etcdPort, peerPort, tie: kill }, etcd),
  };
}

function refuseOlder({ serverVersion: [own = 0] }: PostgresPrograms, major: number): void {
  if (own >= major) return;
  throw new BaiupError(
    'scratch.postgres-older',
    `the cluster's PostgreSQL is ${major}, the one found here ${own}: it cannot hold a copy`,
    { hint: `install the package postgresql-${major}`, left: 'nothing was changed' },
  );
}

export interface ScratchOptions {
  /** What the cluster's server is of: an older one could not take its dump. */
  readonly major: number;
  readonly sources: ProgramSources;
  /** Put before both programs, to lower their priority. */
  readonly prefix?: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * A PostgreSQL and an etcd of our own below a folder, on loopback, empty. They end when this process ends, however.
 * @throws BaiupError `scratch.postgres-older`, `postgres.missing`, `etcd.missing`, `server.not-started`
 */
export async function startScratchServers(
  folder: string,
  { major, sources, prefix = [], signal }: ScratchOptions,
): Promise<ScratchServers> {
  const password = secret(randomBytes(24).toString('hex'));
  const ports = await freePorts(3);
  const { programs, ...servers } = await both(folder, sources, { ports, password, prefix });
  refuseOlder(programs, major);
  await servers.postgres.init(signal);
  const patience = { timeoutMs: startTimeoutMs, signal };
  await Promise.all([servers.postgres.start(patience), servers.etcd.start(patience)]);
  await servers.postgres.set(quickWrites);
  const [port = 0, etcdPort = 0] = ports;
  const data = join(folder, 'postgres', 'data');
  return {
    postgres: { port, user: postgresUser, password, data },
    etcd: { port: etcdPort },
    createDatabase: (name) => servers.postgres.createDatabase(name),
    writeLike: (settings) => servers.postgres.set(settings),
    trouble: async () => {
      const named = [['postgres', 'PostgreSQL'] as const, ['etcd', 'etcd'] as const];
      for (const [name, title] of named) {
        if (await servers[name].running()) continue;
        return `${title} ended in the middle: ${await logTail(thisMachine, join(folder, name, 'log'), 6)}`;
      }
      return undefined;
    },
  };
}

/** Stops whatever servers run from a folder and removes it; also what an earlier process left behind. */
export async function removeScratchServers(folder: string, sources: ProgramSources): Promise<void> {
  const { postgres, etcd } = await both(folder, sources, { ports: [], password: secret('') });
  const patience = { timeoutMs: stopTimeoutMs };
  await Promise.all([postgres.stop(patience), etcd.stop(patience)]);
  await rm(folder, { recursive: true, force: true });
}
