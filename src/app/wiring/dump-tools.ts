import type { DatabaseTools } from '../../io/database/tool.ts';
import { toolsOn } from '../../io/database/tools-on.ts';
import { mirroredFolder } from '../../io/hosts/mirrored-folder.ts';
import type { Host } from '../../io/hosts/port.ts';
import { knownOrMade } from '../../lib/known-or-made.ts';

/** Who dumps and restores a database, and keeps what is dumped. */
export interface DumpTools {
  readonly host: Host;
  /** Looked for when they are asked for first. */
  readonly programs: () => Promise<DatabaseTools>;
  /** Where the host keeps what is kept here in a folder of a run's. */
  readonly place: (folder: string) => Promise<string>;
  /** Its name, where it is not this machine. */
  readonly away?: string;
}

/** A host of the cluster: its own programs, and the same folders below its own state. */
export function dumpToolsOn(host: Host): DumpTools {
  return {
    host,
    programs: () => toolsOn(host),
    place: (folder) => mirroredFolder(host, folder),
    away: host.name,
  };
}

/** This machine, where a run's folder is. */
export function dumpToolsHere(here: Host, find: DumpTools['programs']): DumpTools {
  const found = new Map<Host, ReturnType<DumpTools['programs']>>();
  return { host: here, programs: () => knownOrMade(found, here, find), place: async (folder) => folder };
}
