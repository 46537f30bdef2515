import type { HostReader } from '../../io/hosts/port.ts';
import type { RunReader } from '../../io/journal/port.ts';
import { messageOf } from '../../lib/errors.ts';
import { loadInventory } from '../discovery/load-inventory.ts';
import type { WholeRun } from '../records/known-run.ts';
import { type RunDump, runDumps } from '../records/run-dumps.ts';
import { loadRunFacts } from '../records/run-facts.ts';
import { keptFile } from '../steps/kept-file.ts';
import { clusterHosts } from '../wiring/cluster-hosts.ts';

/** A dump, and whether it is still where it was made. */
export interface FoundDump extends RunDump {
  /** Undefined where its host cannot be asked. */
  readonly isThere: boolean | undefined;
  /** Why it cannot. */
  readonly why?: string;
}

type HostNamed = (name: string) => HostReader;

async function find(dump: RunDump, hostOf: () => Promise<HostNamed>): Promise<FoundDump> {
  try {
    const { host, path } = dump;
    if (host === undefined) return { ...dump, isThere: await keptFile.isThere(path) };
    return { ...dump, isThere: (await (await hostOf())(host).stat(path)) !== undefined };
  } catch (error) {
    return { ...dump, isThere: undefined, why: messageOf(error) };
  }
}

/** The dumps of a run, each looked for where it was made. Hosts are those that the run began with. */
export async function findDumps(
  run: Pick<WholeRun, 'view' | 'folder'> & Pick<RunReader, 'texts'>,
  clusterFile: string | undefined,
): Promise<FoundDump[]> {
  let hosts: Promise<HostNamed> | undefined;
  const open = async (): Promise<HostNamed> => {
    const facts = (await loadRunFacts(run)) ?? (await loadInventory(clusterFile));
    return clusterHosts(facts.inventory).named;
  };
  const hostOf = (): Promise<HostNamed> => {
    hosts ??= open();
    return hosts;
  };
  return Promise.all(runDumps(run).map((dump) => find(dump, hostOf)));
}
