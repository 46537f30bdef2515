import { dirname } from 'node:path';
import { BaiupError } from '../../lib/errors.ts';
import type { Host } from '../hosts/port.ts';
import type { DatabaseAddress } from './database.ts';
import { type DatabaseTools, refuseOlderTool, runTool, said, syncFile, type ToolPatience } from './tool.ts';

export interface DumpOptions extends ToolPatience {
  /** The host that runs the tools and keeps the file. */
  readonly host: Host;
  readonly tools: DatabaseTools;
  readonly address: DatabaseAddress;
  /** Where the dump goes, absolute; written beside it and renamed when whole. Mode 0600. */
  readonly file: string;
}

export interface Dump {
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  readonly seconds: number;
}

/**
 * Dumps a database in PostgreSQL's custom format, uncompressed: it happens inside the stop, and packing
 * takes longer than writing (measured: see tests beside this file).
 * @throws BaiupError `database.dump-failed`, `database.dump-tool-older`, `database.unreachable`, `database.refused`
 */
export async function dumpDatabase(options: DumpOptions): Promise<Dump> {
  const { host, tools, address, file } = options;
  const began = performance.now();
  await refuseOlderTool(address, tools);
  const draft = `${file}.part`;
  try {
    await host.makeFolder(dirname(file));
    await host.run({ argv: ['install', '-m', '600', '/dev/null', draft], timeoutMs: 10_000 });
    const argv = [
      tools.pgDump,
      '--format=custom',
      '--compress=0',
      '--no-sync',
      `--file=${draft}`,
      address.name,
    ] as const;
    await runTool(host, address, argv, options);
    const sum = await describe(host, draft);
    await host.run({ argv: ['mv', draft, file], timeoutMs: 10_000 });
    await syncFile(host, file);
    return { file, ...sum, seconds: (performance.now() - began) / 1000 };
  } catch (error) {
    await host.remove(draft).catch(() => undefined);
    throw dumpError(address, file, error);
  }
}

function dumpError(address: DatabaseAddress, file: string, error: unknown): BaiupError {
  const full = /No space left|could not write|ENOSPC/i.test(said(error));
  return new BaiupError(
    'database.dump-failed',
    `the dump of "${address.name}" to ${file} failed: ${said(error)}`,
    {
      hint: full ? `make room below ${dirname(file)}, then start again` : 'see the message of pg_dump above',
      left: 'nothing was changed, and no half-written dump is left',
      cause: error,
    },
  );
}

/** Size and hash of a file, by the host that has it. */
export async function describe(host: Host, file: string): Promise<{ size: number; sha256: string }> {
  const [sum, stat] = await Promise.all([
    host.run({ argv: ['sha256sum', '--binary', file], timeoutMs: 600_000 }),
    host.run({ argv: ['stat', '--format=%s', file], timeoutMs: 10_000 }),
  ]);
  return { sha256: sum.stdout.replace(/^\\/, '').slice(0, 64), size: Number(stat.stdout) };
}
