import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Host } from '../../io/hosts/port.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import type { SimulatedFile } from '../../io/hosts/simulated-file.ts';
import { runRecords } from '../../io/journal/run-records.ts';
import {
  captureFiles,
  checkCopy,
  forgetCaptured,
  putBack,
  readCaptured,
  writeCaptured,
} from './captured-files.ts';
import { keptFiles } from './kept-files.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-captured-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const found = [
  { location: 'configuration', name: 'a.toml', path: '/etc/a.toml', size: 4 },
  { location: 'scratches', name: 'k1/config/kconfig.dat', path: '/s/k1/config/kconfig.dat', size: 5 },
];
const copies = ['/keep/configuration/a.toml', '/keep/scratches/k1/config/kconfig.dat'];

function world(change: Partial<Host> = {}) {
  const files = new Map<string, SimulatedFile>([
    ['/etc/a.toml', { content: 'text' }],
    ['/s/k1/config/kconfig.dat', { content: 'bytes' }],
  ]);
  const made: string[] = [];
  const there = simulatedHost('h1', files);
  const makeFolder = async (path: string): Promise<void> => void made.push(path);
  return { files, made, host: { ...there, makeFolder, ...change } };
}

describe('captureFiles', () => {
  it('copies each below its location, and says what it hashes to', async () => {
    const { host, files, made } = world();
    const captured = await captureFiles(host, '/keep', found);
    expect(made).toEqual(['/keep/configuration', '/keep/scratches/k1/config']);
    expect(copies.map((path) => files.get(path)?.content)).toEqual(['text', 'bytes']);
    const sums = await Promise.all(copies.map((path) => host.sha256(path)));
    expect(captured).toEqual({
      keep: '/keep',
      files: found.map((file, index) => ({ ...file, sha256: sums[index] })),
    });
    const [turn, context] = [{ hop: 1, member: 'a1' }, { runFolder: folder }];
    expect(await readCaptured(turn, context)).toBeUndefined();
    await writeCaptured(turn, context, captured);
    expect(await readCaptured(turn, context)).toEqual(captured);
    await forgetCaptured(turn, context);
    expect(await readCaptured(turn, context)).toBeUndefined();
  });

  it.each<[string, string | undefined, string | undefined]>([
    ['changes meanwhile', 'of the copy', 'of the file'],
    ['goes meanwhile', 'of the copy', undefined],
    ['leaves no copy', undefined, 'of the file'],
    ['leaves nothing at all', undefined, undefined],
  ])('fails where a file %s', async (_what, ofCopy, ofFile) => {
    const { host } = world({
      sha256: async (path) => (path.startsWith('/keep/') ? ofCopy : ofFile),
    });
    await expect(captureFiles(host, '/keep', found)).rejects.toMatchObject({
      code: 'files.not-captured',
      message: '/etc/a.toml on h1 changed while it was copied',
      hint: 'find out which process writes to it: the member that owns it is stopped',
    });
  });
});

it('what is captured of members at once is kept of each', async () => {
  const members = ['a1', 'a2', 'a3'];
  const context = { runFolder: folder };
  const of = (member: string) => ({ keep: `/keep/${member}`, files: [] });
  await Promise.all(members.map((member) => writeCaptured({ hop: 1, member }, context, of(member))));
  const next = runRecords(keptFiles(context, 1).files);
  expect(await Promise.all(members.map((member) => next.get(member)))).toEqual(members.map(of));
});

describe('the copy of a file', () => {
  it('is put back as it was', async () => {
    const { host, files } = world();
    const captured = await captureFiles(host, '/keep', found);
    files.set('/etc/a.toml', { content: 'newer' });
    for (const file of captured.files) {
      await checkCopy(host, captured, file);
      await putBack(host, captured, file);
    }
    expect(found.map(({ path }) => files.get(path)?.content)).toEqual(['text', 'bytes']);
  });

  it.each([
    ['another', { content: 'damaged' }],
    ['gone', undefined],
  ])('is refused where it is %s', async (_how, copy) => {
    const { host, files } = world();
    const captured = await captureFiles(host, '/keep', found);
    files.delete(copies[0] ?? '');
    if (copy) files.set(copies[0] ?? '', copy);
    const [first] = captured.files;
    if (!first) expect.unreachable();
    await expect(checkCopy(host, captured, first)).rejects.toMatchObject({
      code: 'files.capture-damaged',
      message: '/keep/configuration/a.toml on h1 differs from what was captured of /etc/a.toml',
      left: '/etc/a.toml is as the newer release left it',
      hint: 'put /keep/configuration/a.toml back from a backup of /etc/a.toml, then go back again: baiup rollback RUN',
    });
  });
});
