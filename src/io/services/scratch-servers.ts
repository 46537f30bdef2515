import { rm } from 'node:fs/promises';
import { secret } from '../../lib/secret.ts';
import { onPath } from '../hosts/on-path.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import { findEtcdServer } from './etcd-server.ts';
import { findPostgresPrograms } from './find-postgres-programs.ts';
import { freePorts } from './free-ports.ts';
import { refuseOlder } from './refuse-older.ts';
import { type ScratchServers, scratchPair } from './scratch-pair.ts';
import { scratchPassword } from './scratch-password.ts';
import type { ServerPrograms } from './server-programs-on.ts';
import type { ProgramSources } from './wheels.ts';

/**
 * Put before a program, it gets a signal when the process that started it ends, even by SIGKILL. Nothing where the
 * system has no `setpriv`: it then outlives us, and whoever comes next ends it.
 */
async function lifeTie(signal: 'QUIT' | 'KILL'): Promise<readonly string[]> {
  const setpriv = await onPath(thisMachine, 'setpriv');
  return setpriv ? [setpriv, '--pdeathsig', signal] : [];
}

const programsHere = async (sources: ProgramSources): Promise<ServerPrograms> => {
  const [postgres, etcd] = await Promise.all([findPostgresPrograms(sources), findEtcdServer(sources)]);
  return { postgres, etcd };
};

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
  const ports = await freePorts(3);
  const [programs, quit, kill] = await Promise.all([
    programsHere(sources),
    // "Immediate": takes its processes and their shared memory with it.
    lifeTie('QUIT'),
    lifeTie('KILL'),
  ]);
  refuseOlder(programs.postgres, major, 'here');
  const wiring = { ports, password: scratchPassword(), prefix, ties: { postgres: quit, etcd: kill } };
  return scratchPair(folder, programs, wiring).start(signal);
}

/** Stops whatever servers run from a folder and removes it; also what an earlier process left behind. */
export async function removeScratchServers(folder: string, sources: ProgramSources): Promise<void> {
  const programs = await programsHere(sources);
  await scratchPair(folder, programs, { ports: [], password: secret('') }).stop();
  await rm(folder, { recursive: true, force: true });
}
