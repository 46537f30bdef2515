import { appendFile, mkdir, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runRecords } from './run-records.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-records-'));
  path = join(folder, 'hop-1.files.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('records of a run', () => {
  it('are there for the next process, the last of each name, and only for their owner', async () => {
    const records = runRecords(path);
    await records.put('a1', { files: 1 });
    await records.put('a2', { files: 2 });
    await records.put('a1', { files: 3 });
    await records.put('a2', undefined);
    const next = runRecords(path);
    expect([await next.get('a1'), await next.get('a2'), await next.get('a3')]).toEqual([
      { files: 3 },
      undefined,
      undefined,
    ]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('that come together are written and synced together', async () => {
    let [opened, synced, closed] = [0, 0, 0];
    const records = runRecords(path, async (at, mode) => {
      opened += 1;
      const file = await open(at, 'a+', mode);
      const datasync = file.datasync.bind(file);
      const close = file.close.bind(file);
      return Object.assign(file, {
        close: async () => {
          closed += 1;
          await close();
        },
        datasync: async () => {
          synced += 1;
          await datasync();
        },
      });
    });
    const names = Array.from({ length: 1000 }, (_each, index) => `a${index}`);
    await Promise.all(names.map((name) => records.put(name, name)));
    expect(opened).toBeLessThan(4);
    expect([synced, closed]).toEqual([opened, opened]);
    expect(await records.get('a7')).toBe('a7');
    const next = runRecords(path);
    expect(await Promise.all(names.map((name) => next.get(name)))).toEqual(names);
  });

  it('that come while others are written find the file open, which is closed behind the last', async () => {
    const seen = { opened: 0, synced: 0, closed: 0 };
    const late = [2, 3, 4].map((value) => () => records.put(`a${value}`, value));
    const puts: Promise<void>[] = [];
    const records = runRecords(path, async (at, mode) => {
      seen.opened += 1;
      const file = await open(at, 'a+', mode);
      const datasync = file.datasync.bind(file);
      const close = file.close.bind(file);
      return Object.assign(file, {
        close: async () => {
          seen.closed += 1;
          await close();
        },
        datasync: async () => {
          seen.synced += 1;
          puts.push(...late.splice(0, 1).map((put) => put()));
          await datasync();
        },
      });
    });
    await records.put('a1', 1);
    while (late.length > 0) await Promise.all(puts);
    await Promise.all(puts);
    expect(seen).toEqual({ opened: 1, synced: 4, closed: 1 });
    expect(await runRecords(path).get('a4')).toBe(4);
  });

  it('are written anew where the disk failed, without what came of them there', async () => {
    let isFull = true;
    const records = runRecords(path, async (at, mode) => {
      const file = await open(at, 'r+').catch(() => open(at, 'w', mode));
      const datasync = file.datasync.bind(file);
      return Object.assign(file, {
        datasync: async () => {
          if (isFull) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
          await datasync();
        },
      });
    });
    await expect(records.put('a1', 'a long value')).rejects.toMatchObject({ code: 'ENOSPC' });
    isFull = false;
    await records.put('a2', 2);
    expect(await readFile(path, 'utf8')).toBe('{"name":"a2","value":2}\n');
  });

  it('go on behind the last whole one where a kill cut one short', async () => {
    await runRecords(path).put('a1', 1);
    await appendFile(path, '{"name":"a2","val');
    const next = runRecords(path);
    expect(await next.get('a2')).toBeUndefined();
    await next.put('a3', 3);
    expect(await readFile(path, 'utf8')).toBe('{"name":"a1","value":1}\n{"name":"a3","value":3}\n');
  });

  it('are told where one is damaged: what was captured must not be lost in silence', async () => {
    await runRecords(path).put('a1', 1);
    const text = await readFile(path, 'utf8');
    await writeFile(path, `${text.replace('name', 'nane')}${text}`);
    await expect(runRecords(path).get('a1')).rejects.toMatchObject({
      code: 'run.records-damaged',
      message: `${path} is damaged in line 1`,
      hint: 'put the file back from a backup of the run folder',
    });
  });

  it('that cannot be read are not taken for none', async () => {
    await mkdir(path);
    await expect(runRecords(path).get('a1')).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
