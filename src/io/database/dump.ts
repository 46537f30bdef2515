import { dirname } from 'node:path';
import { BaiupError } from '../../lib/errors.ts';
import type { Host } from '../hosts/port.ts';
import { type DatabaseAddress, withDatabase } from './database.ts';
import { readSessions } from './read-sessions.ts';
import {
  type DatabaseTools,
  refuseOlderTool,
  runTool,
  said,
  syncFolder,
  type ToolPatience,
  usualJobs,
} from './tool.ts';
import { lockTrouble } from './watch-locks.ts';

export interface DumpOptions extends ToolPatience {
  /** The host that runs the tools and keeps the file. */
  readonly host: Host;
  readonly tools: DatabaseTools;
  readonly address: DatabaseAddress;
  /** The folder that the dump becomes, absolute; written beside it and renamed when whole. For its owner only. */
  readonly folder: string;
  /** Tables at a time, each over a connection of its own; as many as processors, 2 to 8, unless told. */
  readonly jobs?: number | undefined;
  /** Milliseconds that it waits for locks of others: half a minute unless told. */
  readonly lockPatienceMs?: number;
}

export interface Dump {
  /** Bytes. */
  readonly size: number;
  readonly seconds: number;
}

/**
 * Dumps a database in PostgreSQL's directory format: several tables at a time, and uncompressed, because it happens
 * inside the stop. A million sessions (1.5 GB) on two cores took 9 s; one file 13 s, compressed 15 s. Its checksums
 * can wait until the service is back: `sealDump`.
 * @throws BaiupError `database.dump-failed`, `database.dump-tool-older`, `database.unreachable`, `database.refused`
 */
export async function dumpDatabase(options: DumpOptions): Promise<Dump> {
  const {
    host,
    tools,
    address,
    folder,
    jobs = await usualJobs(options.host),
    lockPatienceMs = 30_000,
  } = options;
  const began = performance.now();
  const draft = `${folder}.part`;
  try {
    await host.makeFolder(dirname(folder));
    await host.remove(draft);
    const format = ['--format=directory', '--compress=0', '--no-sync', `--jobs=${jobs}`];
    const patience = `--lock-wait-timeout=${lockPatienceMs}`;
    await runTool(
      host,
      address,
      [tools.pgDump, ...format, patience, `--file=${draft}`, address.name],
      options,
    );
    await host.remove(folder);
    await host.move(draft, folder);
    const [size] = await Promise.all([closeFolder(host, folder), syncFolder(host, folder)]);
    return { size, seconds: (performance.now() - began) / 1000 };
  } catch (error) {
    await host.remove(draft).catch(() => undefined);
    // pg_dump has looked too, and ended at once; this one says it in plain words.
    await refuseOlderTool(address, tools);
    throw (await heldUp(address, lockPatienceMs, error)) ?? dumpError(address, folder, error);
  }
}

/** Leaves a folder's files to their owner alone. @returns the bytes of all of them together */
async function closeFolder(host: Host, folder: string): Promise<number> {
  const { stdout } = await host.run({
    argv: ['find', folder, '-type', 'f', '-printf', '%s\\n', '-exec', 'chmod', 'go=', '{}', '+'],
    timeoutMs: 10_000,
  });
  return stdout.split('\n').reduce((sum, bytes) => sum + Number(bytes), 0);
}

/** Where a lock of somebody else kept it waiting: who. */
async function heldUp(
  address: DatabaseAddress,
  patienceMs: number,
  error: unknown,
): Promise<BaiupError | undefined> {
  if (!/(lock|statement) timeout|could not obtain lock/i.test(said(error))) return undefined;
  const sessions = await withDatabase(address, readSessions).catch(() => []);
  const holders = sessions.filter(({ locks }) =>
    locks.some((each) => each.startsWith('AccessExclusiveLock')),
  );
  if (holders.length === 0) return undefined;
  const trouble = lockTrouble(`the dump of "${address.name}"`, Math.round(patienceMs / 1000), holders);
  return new BaiupError(trouble.code, trouble.message, {
    ...(trouble.hint ? { hint: trouble.hint } : {}),
    left: 'nothing was changed, and no half-written dump is left',
    cause: error,
  });
}

function dumpError(address: DatabaseAddress, folder: string, error: unknown): BaiupError {
  const full = /No space left|could not (write|close)|ENOSPC/i.test(said(error));
  return new BaiupError(
    'database.dump-failed',
    `the dump of "${address.name}" to ${folder} failed: ${said(error)}`,
    {
      hint: full
        ? `make room below ${dirname(folder)}, then start again`
        : 'see the message of pg_dump above',
      left: 'nothing was changed, and no half-written dump is left',
      cause: error,
    },
  );
}
