import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadStore } from './load-store.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-store-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = async (...lines: readonly string[]): Promise<string> => {
  const path = join(folder, 'declared.yaml');
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
};

const address = ['host: db', 'name: runs', 'user: baiup'];
const indented = (by: string, lines: readonly string[]) => lines.map((line) => by + line);
const store = (...lines: readonly string[]) => file('postgres:', ...indented('  ', lines));

describe('where runs are kept', () => {
  it('is what a file of its own says; who answers is proven unless told otherwise', async () => {
    const path = await store(...address, 'password: quiet', 'lostAfter: 7');
    const found = await loadStore(path, undefined);
    expect(found).toMatchObject({ host: 'db', port: 5432, name: 'runs', user: 'baiup', lostAfterMs: 7000 });
    expect(found?.tls).toEqual({ mode: 'verify' });
    expect(found?.password.reveal()).toBe('quiet');
    expect(JSON.stringify(found)).not.toContain('quiet');
  });

  it('is what the cluster file says, whatever else is wrong with that', async () => {
    const path = await file(
      'nothing: else',
      'store:',
      '  postgres:',
      ...indented('    ', [...address, 'password: p', 'tls: off']),
    );
    expect(await loadStore(undefined, path)).toMatchObject({ name: 'runs', tls: { mode: 'off' } });
    expect(await loadStore('files', path)).toBeUndefined();
  });

  it.each([
    ['there is none', ['cluster: lab']],
    ['it is no YAML, and speaks of no store', ['cluster: [']],
  ])('is this machine where %s', async (_why, lines) => {
    expect(await loadStore(undefined, await file(...lines))).toBeUndefined();
    expect(await loadStore(undefined, join(folder, 'nowhere.yaml'))).toBeUndefined();
  });

  it.each([
    [
      'a key that it does not know',
      [...address, 'password: p', 'ports: 1'],
      /line 6: .*ports.*did you mean port/,
    ],
    ['no password', address, /password: must be text/],
    [
      'a password of a host',
      [...address, 'password: { from: m1, file: /x, key: y }'],
      /store|password: must be text/,
    ],
    [
      'a mode that proves nothing by chance',
      [...address, 'password: p', 'tls: prefer'],
      /tls: must be off, require, verify/,
    ],
  ])('is refused with %s, by file and line', async (_what, lines, message) => {
    await expect(loadStore(await store(...lines), undefined)).rejects.toMatchObject({
      code: 'store.file-wrong',
      exit: 64,
      message: expect.stringMatching(message),
    });
  });

  it('is refused where the file is not there, or a certificate lies on a host', async () => {
    await expect(loadStore(join(folder, 'no.yaml'), undefined)).rejects.toMatchObject({
      code: 'store.file-missing',
      exit: 64,
    });
    const lines = [...address, 'password: p', 'tls: { mode: verify, ca: { from: m1, file: /ca.pem } }'];
    await expect(loadStore(await store(...lines), undefined)).rejects.toMatchObject({
      code: 'store.file-wrong',
      message: expect.stringContaining('m1'),
    });
  });
});
