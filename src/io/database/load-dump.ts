import { BaiupError } from '../../lib/errors.ts';
import type { Host } from '../hosts/port.ts';
import type { DatabaseAddress } from './database.ts';
import { refuseDamaged } from './seal.ts';
import { type DatabaseTools, runTool, said, type ToolPatience, usualJobs } from './tool.ts';

export interface LoadOptions extends ToolPatience {
  readonly host: Host;
  readonly tools: DatabaseTools;
  /** The database to fill: empty, and not the cluster's. */
  readonly address: DatabaseAddress;
  /** The folder that `dumpDatabase` made; one that was sealed and damaged since is refused. */
  readonly folder: string;
  /** Parallel connections; as many as processors, 2 to 8, unless told. */
  readonly jobs?: number;
  /** A copy for a rehearsal belongs to whoever makes it. */
  readonly ownerless?: boolean;
}

/**
 * Fills an empty database from a dump, for a restore or for a rehearsal's copy.
 * @throws BaiupError `database.restore-failed`, `database.dump-damaged`
 */
export async function loadDump(options: LoadOptions): Promise<void> {
  const { host, tools, address, folder, jobs = await usualJobs(options.host) } = options;
  await refuseDamaged(host, folder);
  const flags = options.ownerless ? ['--no-owner', '--no-privileges'] : [];
  try {
    await runTool(
      host,
      address,
      [tools.pgRestore, '--exit-on-error', `--jobs=${jobs}`, ...flags, `--dbname=${address.name}`, folder],
      // Hundreds of commits, none of which need be waited for: whatever makes the database the cluster's does.
      { ...options, settings: '-c synchronous_commit=off' },
    );
  } catch (error) {
    throw new BaiupError(
      'database.restore-failed',
      `${folder} could not be loaded into "${address.name}": ${said(error)}`,
      {
        cause: error,
      },
    );
  }
}
