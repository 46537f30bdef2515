import { randomUUID } from 'node:crypto';
import { BaiupError } from '../../lib/errors.ts';
import type { Host } from '../hosts/port.ts';

/** Beside an environment that is being built: nothing can have been started from it. */
export const unfinished = (folder: string): string => `${folder}.unfinished`;

/** A folder that one builder fills. */
export interface BuildingFolder {
  /** To be asked before anything in it is removed or counts. @throws BaiupError `environment.built-elsewhere` */
  requireOurs(): Promise<void>;
  end(): Promise<void>;
}

/**
 * Writes down who builds: another baiup may stage the same release there, for a rehearsal. Who comes later has it; who
 * came before gives way, and never touches what the other may have finished, and may serve from.
 */
export async function beginBuilding(host: Host, folder: string): Promise<BuildingFolder> {
  const builder = randomUUID();
  await host.writeText(unfinished(folder), builder);
  return {
    requireOurs: async () => {
      if ((await host.readText(unfinished(folder))) !== builder) throw builtElsewhere(host.name, folder);
    },
    end: () => host.remove(unfinished(folder)),
  };
}

const builtElsewhere = (host: string, folder: string): BaiupError =>
  new BaiupError(
    'environment.built-elsewhere',
    `another baiup builds the environment ${folder} on ${host}, or has built it just now: one of them has to wait`,
    { hint: 'see with the other operator that theirs has ended, then give the same command again' },
  );
