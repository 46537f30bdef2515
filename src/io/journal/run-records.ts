import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
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

/** Records in one file that is only added to: those that come together are written and synced together. */
export function runRecords(path: string, openFile: OpenFile = openForWriting): RunRecords {
  let loading: Promise<Kept> | undefined;
  const kept = (): Promise<Kept> => {
    loading ??= load(path);
    return loading;
  };

  const add = inGroups(async (records: readonly Record[]) => {
    const known = await kept();
    const bytes = Buffer.from(records.map((each) => `${JSON.stringify(each)}\n`).join(''));
    const file = await openFile(path, ownerOnly);
    try {
      await file.truncate(known.bytes);
      await file.write(bytes, 0, bytes.length, known.bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
    if (known.bytes === 0) await syncFolder(dirname(path));
    known.bytes += bytes.length;
    for (const { name, value } of records) known.byName.set(name, value);
    return records.map(() => undefined);
  }, oneAtATime());

  return {
    get: async (name) => (await kept()).byName.get(name),
    put: (name, value) => add({ name, value }),
  };
}
