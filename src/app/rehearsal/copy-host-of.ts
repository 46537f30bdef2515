import type { Inventory } from '../../core/cluster/inventory.ts';
import type { Host } from '../../io/hosts/port.ts';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { findPostgresPrograms } from '../../io/services/find-postgres-programs.ts';
import type { ScratchServers } from '../../io/services/scratch-pair.ts';
import { startScratchServers } from '../../io/services/scratch-servers.ts';
import { startScratchServersOn } from '../../io/services/scratch-servers-on.ts';
import { serverProgramsOn } from '../../io/services/server-programs-on.ts';
import { usageError } from '../../lib/errors.ts';
import { type DumpTools, dumpToolsHere, dumpToolsOn } from '../wiring/dump-tools.ts';
import { scratchSources } from './rehearsal-folder.ts';

interface StartOptions {
  /** Of the cluster's PostgreSQL. */
  readonly major: number;
  /** Put before both programs, to lower their priority. */
  readonly prefix: readonly string[];
  readonly signal: AbortSignal;
  /** Told how what was begun is ended. */
  readonly atEnd: (undo: () => Promise<void>) => void;
}

/** Where a rehearsal's copies are, and who dumps and loads them: this machine, or a host of the cluster. */
export interface CopyHost extends DumpTools {
  /** Starts the servers of the copies below a folder there. */
  readonly startServers: (folder: string, options: StartOptions) => Promise<ScratchServers>;
}

const here: CopyHost = {
  ...dumpToolsHere(thisMachine, () => findPostgresPrograms(scratchSources)),
  startServers: (folder, options) => startScratchServers(folder, { ...options, sources: scratchSources }),
};

/**
 * Where a rehearsal has its copies: what was asked for, else what cluster.yaml says, else this machine.
 * @param asked a host's name
 * @throws BaiupError `rehearsal.host-unknown` (exit 64)
 */
export function copyHostOf(
  { hosts, rehearsal }: Pick<Inventory, 'hosts' | 'rehearsal'>,
  hostNamed: (name: string) => Host,
  asked: string | undefined,
): CopyHost {
  const name = asked ?? rehearsal?.host;
  if (name === undefined) return here;
  if (!Object.hasOwn(hosts, name)) {
    const known = Object.keys(hosts).join(', ');
    throw usageError('rehearsal.host-unknown', `the cluster has no host ${name}`, `it has: ${known}`);
  }
  if (hosts[name]?.ssh === undefined) return here;
  const host = hostNamed(name);
  return {
    ...dumpToolsOn(host),
    programs: async () => (await serverProgramsOn(host)).postgres,
    startServers: (folder, options) => startScratchServersOn(host, folder, options),
  };
}
