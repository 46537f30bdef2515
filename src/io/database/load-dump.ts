import { BaiupError } from '../../lib/errors.ts';
import type { Host } from '../hosts/port.ts';
import type { DatabaseAddress } from './database.ts';
import { describe } from './dump.ts';
import { type DatabaseTools, runTool, said, type ToolPatience } from './tool.ts';

export interface LoadOptions extends ToolPatience {
  readonly host: Host;
  readonly tools: DatabaseTools;
  /** The database to fill: empty, and not the cluster's. */
  readonly address: DatabaseAddress;
  readonly file: string;
  /** Refuses a file that is not the one that was written. */
  readonly sha256?: string;
  /** Parallel connections; 2 unless told. */
  readonly jobs?: number;
  /** A copy for a rehearsal belongs to whoever makes it. */
  readonly ownerless?: boolean;
}

/**
 * Fills an empty database from a dump, for a restore or for a rehearsal's copy.
 * @throws BaiupError `database.restore-failed`, `database.dump-damaged`
 */
export async function loadDump(options: LoadOptions): Promise<void> {
  const { host, tools, address, file, sha256 } = options;
  if (sha256 !== undefined) await refuseDamaged(host, file, sha256);
  const flags = options.ownerless ? ['--no-owner', '--no-privileges'] : [];
  try {
    await runTool(
      host,
      address,
      [
        tools.pgRestore,
        '--exit-on-error',
        `--jobs=${options.jobs ?? 2}`,
        ...flags,
        `--dbname=${address.name}`,
        file,
      ],
      options,
    );
  } catch (error) {
    throw new BaiupError(
      'database.restore-failed',
      `${file} could not be loaded into "${address.name}": ${said(error)}`,
      {
        cause: error,
      },
    );
  }
}

async function refuseDamaged(host: Host, file: string, sha256: string): Promise<void> {
  const found = await describe(host, file).catch((error: unknown) => {
    throw new BaiupError('database.dump-damaged', `the dump ${file} cannot be read: ${said(error)}`, {
      cause: error,
    });
  });
  if (found.sha256 === sha256) return;
  throw new BaiupError(
    'database.dump-damaged',
    `${file} is not the dump that was written: its SHA-256 differs`,
    {
      left: 'nothing was changed',
    },
  );
}
