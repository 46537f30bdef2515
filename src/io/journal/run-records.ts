import { constants } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { BaiupError } from '../../lib/errors.ts';
import { inGroups } from '../../lib/in-groups.ts';
import { oneAtATime } from '../../lib/one-at-a-time.ts';
import { syncFolder } from '../../lib/sync-folder.ts';
import type { OpenFile } from './journal-writer.ts';

const ownerOnly = 0o600;

const record = z.strictObject({ name: z.string(), value: z.unknown().optional() });
type Record = z.infer<typeof record>;

/** What a run keeps by name, such as what was captured of each member. */
export interface RunRecords {
  /** @returns undefined where nothing is kept by that name. @throws BaiupError `run.records-damaged` */
  get(name: string): Promise<unknown>;
  /** Kept on disk before it returns; undefined forgets what was kept. @throws BaiupError `run.records-damaged` */
  put(name: string, value: unknown): Promise<void>;
}

interface Kept {
  readonly byName: Map<string, unknown>;
  /** Where the last whole line ends: a line behind it was cut short by a kill. */
  bytes: number;
}

function damaged(path: string, line: number): BaiupError {
  return new BaiupError('run.records-damaged', `${path} is damaged in line ${line}`, {
    hint: 'put the file back from a backup of the run folder',
  });
}

async function load(path: string): Promise<Kept> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const byName = new Map<string, unknown>();
  for (const [index, line] of whole.split('\n').slice(0, -1).entries()) {
    try {
      const { name, value } = record.parse(JSON.parse(line));
      byName.set(name, value);
    } catch {
      throw damaged(path, index + 1);
    }
  }
  return { byName, bytes: Buffer.byteLength(whole) };
}

const openForWriting: OpenFile = (path, mode) => open(path, constants.O_WRONLY | constants.O_CREAT, mode);

/**
 * Records in one file that is only added to: those that come together are written and synced together, and the file
 * stays open from one group to the next.
 */
export function runRecords(path: string, openFile: OpenFile = openForWriting): RunRecords {
  const exclusively = oneAtATime();
  let loading: Promise<Kept> | undefined;
  let file: FileHandle | undefined;
  let underWay = 0;
  const kept = (): Promise<Kept> => {
    loading ??= load(path);
    return loading;
  };

  const close = async (): Promise<void> => {
    const open = file;
    file = undefined;
    await open?.close();
  };

  /** What a kill or a full disk cut short goes. */
  const openBehind = async (bytes: number): Promise<FileHandle> => {
    file = await openFile(path, ownerOnly);
    await file.truncate(bytes);
    if (bytes === 0) await syncFolder(dirname(path));
    return file;
  };

  const write = async (records: readonly Record[]) => {
    const known = await kept();
    const bytes = Buffer.from(records.map((each) => `${JSON.stringify(each)}\n`).join(''));
    const to = file ?? (await openBehind(known.bytes));
    await to.write(bytes, 0, bytes.length, known.bytes);
    await to.datasync();
    known.bytes += bytes.length;
    for (const { name, value } of records) known.byName.set(name, value);
    return records.map(() => undefined);
  };

  const add = inGroups(
    (records: readonly Record[]) =>
      write(records).catch(async (error: unknown) => {
        await close().catch(() => undefined);
        throw error;
      }),
    exclusively,
  );

  return {
    get: async (name) => (await kept()).byName.get(name),
    put: async (name, value) => {
      underWay += 1;
      try {
        await add({ name, value });
      } finally {
        underWay -= 1;
        if (underWay === 0) await exclusively(async () => (underWay === 0 ? close() : undefined));
      }
    },
  };
}
