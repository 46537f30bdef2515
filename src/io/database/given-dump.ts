import { join, resolve } from 'node:path';
import { BaiupError, exitCode, usageError } from '../../lib/errors.ts';
import type { Host, HostReader } from '../hosts/port.ts';
import { refuseDamaged } from './seal.ts';
import { type DatabaseTools, said, type ToolPatience } from './tool.ts';

export interface GivenDump extends ToolPatience {
  readonly host: Host;
  readonly tools: DatabaseTools;
  /** On that host: a file (pg_dump --format=custom) or a folder (--format=directory). */
  readonly path: string;
}

const make = 'make one with: pg_dump --format=custom --file=FILE DATABASE';
const patience = 60 * 60_000;

/** How a table's data ends in a folder that is not compressed. */
const ending = '\\.\n\n\n';

async function bytesAt(host: HostReader, path: string, from: number, length: number): Promise<string> {
  return Buffer.from((await host.readPart(path, from, length)) ?? []).toString('latin1');
}

/** @throws BaiupError `dump.missing`, `dump.format` (exit 64) */
async function refuseFormat(host: HostReader, path: string): Promise<'file' | 'folder'> {
  const found = await host.stat(path);
  if (!found) throw usageError('dump.missing', `there is no dump at ${path}`, make);
  if (found.kind === 'folder') {
    const contents = await host.stat(join(path, 'toc.dat'));
    if (contents?.kind === 'file') return 'folder';
    throw usageError('dump.format', `${path} is a folder that pg_dump did not make: it has no toc.dat`, make);
  }
  const head = await bytesAt(host, path, 0, 512);
  if (head.startsWith('PGDMP')) return 'file';
  const isPlain = /PostgreSQL database dump|^--|^(SET|CREATE|COPY|\\connect) /m.test(head);
  const what = isPlain
    ? 'a plain SQL script, which cannot be checked or loaded in parallel'
    : head.startsWith('toc.dat')
      ? 'a tar archive, which cannot be loaded in parallel'
      : 'nothing that pg_dump made';
  throw usageError('dump.format', `${path} is ${what}`, make);
}

/** Tables' files that were cut: pg_restore takes whatever rows an uncompressed one still has. */
async function cutFile(host: Host, path: string): Promise<string | undefined> {
  const names = (await host.list(path)).filter((name) => /^\d+\.dat$/.test(name));
  for (const name of names) {
    if ((await bytesAt(host, join(path, name), -ending.length, ending.length)) !== ending) return name;
  }
  return undefined;
}

function damaged(path: string, why: string, cause?: unknown): BaiupError {
  return new BaiupError('database.dump-damaged', `${path} is damaged or was cut short: ${why}`, {
    exit: exitCode.refused,
    left: 'nothing was changed',
    hint: make,
    cause,
  });
}

/**
 * Reads a dump that somebody else made through to its end, before anything is made of it.
 * @returns its absolute path and its bytes
 * @throws BaiupError `dump.missing`, `dump.format` (exit 64), `database.dump-damaged` (exit 2)
 */
export async function checkGivenDump({ host, tools, path: given, ...rest }: GivenDump) {
  const path = resolve(given);
  const format = await refuseFormat(host, path);
  await refuseDamaged(host, path);
  const { timeoutMs = patience, signal } = rest;
  try {
    const argv = [tools.pgRestore, '--file=/dev/null', path] as const;
    await host.run({ argv: [...argv], timeoutMs, ...(signal ? { signal } : {}) });
  } catch (error) {
    signal?.throwIfAborted();
    throw damaged(path, said(error), error);
  }
  const cut = format === 'folder' ? await cutFile(host, path) : undefined;
  if (cut !== undefined) throw damaged(path, `${cut} has no end`);
  const { stdout } = await host.ask({ argv: ['du', '--summarize', '--bytes', path], timeoutMs: 60_000 });
  return { path, bytes: Number.parseInt(stdout, 10) };
}
