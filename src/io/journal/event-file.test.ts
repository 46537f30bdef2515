import { constants } from 'node:fs';
import {
  appendFile,
  type FileHandle,
  mkdtemp,
  open,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, stopped } from './contract.ts';
import { eventFile } from './event-file.ts';
import type { OpenFile } from './journal-writer.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-events-'));
  path = join(folder, 'journal.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A disk that counts what it is asked, and has room for so many bytes more. */
function disk(room = Number.POSITIVE_INFINITY) {
  const seen = { room, most: Number.POSITIVE_INFINITY, opens: 0, closes: 0, writes: 0, syncs: 0 };
  const full = () => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  const openFile: OpenFile = async (name, mode) => {
    const file = await open(name, constants.O_WRONLY | constants.O_CREAT, mode);
    if (name !== path) return file;
    seen.opens += 1;
    return {
      stat: () => file.stat(),
      truncate: (length: number) => file.truncate(length),
      close: async () => {
        seen.closes += 1;
        await file.close();
      },
      datasync: async () => {
        seen.syncs += 1;
        await file.datasync();
      },
      write: async (bytes: Buffer, from: number, length: number, position: number) => {
        seen.writes += 1;
        const fits = Math.min(length, seen.room, seen.most);
        seen.room -= fits;
        if (fits === 0) throw full();
        return file.write(bytes, from, fits, position);
      },
    } as unknown as FileHandle;
  };
  return { seen, openFile };
}

const eventsOn = (openFile?: OpenFile, makeRoom?: () => Promise<boolean>) =>
  eventFile(
    {
      path,
      endPath: join(folder, 'journal.end'),
      run: 'r-1',
      id: '7f3a9c2e41b0',
      trace: async () => undefined,
    },
    { now: () => new Date(at), ...(openFile ? { openFile } : {}), ...(makeRoom ? { makeRoom } : {}) },
  );
const steps = (events: readonly object[]) => events.map((event) => (event as { step: string }).step);

describe('events in a file', () => {
  it('are written together when they are in flight together, into one open file', async () => {
    const { seen, openFile } = disk();
    const events = eventsOn(openFile);
    events.hold();
    await events.append(stopped('a'));
    const before = { ...seen };
    await Promise.all(Array.from({ length: 100 }, (_each, n) => events.append(stopped(`b${n}`))));
    expect(seen).toMatchObject({ opens: 1, writes: before.writes + 1, syncs: before.syncs + 1 });
    await events.close();
  });

  it('do not return before they are synced', async () => {
    const { seen, openFile } = disk();
    const events = eventsOn(openFile);
    for (let n = 1; n < 4; n += 1) {
      await events.append(stopped(`a${n}`));
      expect(seen.syncs).toBe(n);
    }
    await events.close();
  });

  it('fail together on a full disk, leave nothing behind, and go on once there is room', async () => {
    const { seen, openFile } = disk(400);
    const events = eventsOn(openFile);
    await events.append(stopped('a'));
    const text = await readFile(path, 'utf8');
    const all = await Promise.allSettled(
      ['b', 'c', 'd', 'e', 'f'].map((step) => events.append(stopped(step))),
    );
    expect(all.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
    expect(all[0]).toMatchObject({ reason: { code: 'run.not-written', cause: { code: 'ENOSPC' } } });
    expect(await readFile(path, 'utf8')).toBe(text);
    seen.room = 10_000;
    expect(await events.append(stopped('g'))).toMatchObject({ seq: 2 });
    expect(steps(await eventsOn().events())).toEqual(['a', 'g']);
    await events.close();
  });

  it('are kept all the same where room can be made for them', async () => {
    const { seen, openFile } = disk(10);
    const makeRoom = async (): Promise<boolean> => {
      seen.room += 10_000;
      return true;
    };
    const events = eventsOn(openFile, makeRoom);
    await Promise.all(['a', 'b'].map((step) => events.append(stopped(step))));
    expect(steps(await eventsOn().events())).toEqual(['a', 'b']);
    await events.close();
  });

  it('are whole where the disk takes a few bytes at a time', async () => {
    const { seen, openFile } = disk();
    const events = eventsOn(openFile);
    seen.most = 7;
    for (const step of ['a', 'b', 'c']) await events.append(stopped(step));
    expect(steps(await eventsOn().events())).toEqual(['a', 'b', 'c']);
    await events.close();
  });

  it('follow each other in a file that stays open while it is held, and no longer', async () => {
    const { seen, openFile } = disk();
    const events = eventsOn(openFile);
    events.hold();
    expect((await events.append(stopped('a'))).seq).toBe(1);
    expect((await events.append(stopped('b'))).seq).toBe(2);
    expect(steps(await events.events())).toEqual(['a', 'b']);
    expect(seen).toMatchObject({ opens: 1, closes: 0 });
    await events.close();
    await events.append(stopped('c'));
    await events.append(stopped('d'));
    expect(seen).toMatchObject({ opens: 3, closes: 3 });
    expect(steps(await eventsOn().events())).toEqual(['a', 'b', 'c', 'd']);
  });

  it('overwrite a last line that a kill cut short', async () => {
    const first = eventsOn();
    await first.append(stopped('a'));
    await first.close();
    await appendFile(path, '{"seq":2,"at":"2026-11-27T12:00:0');
    const second = eventsOn();
    expect(steps(await second.events())).toEqual(['a']);
    expect(await second.append(stopped('b'))).toMatchObject({ seq: 2 });
    expect(steps(await eventsOn().events())).toEqual(['a', 'b']);
    await second.close();
  });

  it('are not added to a file that somebody else changed meanwhile', async () => {
    const mine = eventsOn();
    mine.hold();
    await mine.append(stopped('a'));
    await appendFile(path, '\n');
    await expect(mine.append(stopped('b'))).rejects.toMatchObject({
      code: 'run.not-written',
      message: `${path} cannot be written: somebody else changed it while this process wrote it`,
      left: 'what the run did so far is in its journal',
    });
    const saved = eventsOn();
    saved.hold();
    await saved.append(stopped('b'));
    await rename(path, `${path}~`);
    await writeFile(path, await readFile(`${path}~`));
    await expect(saved.append(stopped('c'))).rejects.toMatchObject({ code: 'run.not-written' });
    await Promise.all([mine.close(), saved.close()]);
  });

  it('cannot be kept where their folder is gone, and say so', async () => {
    const events = eventsOn();
    await rm(folder, { recursive: true });
    await expect(events.append(stopped('a'))).rejects.toMatchObject({
      code: 'run.not-written',
      hint: expect.stringContaining('baiup resume r-1'),
    });
  });
});
