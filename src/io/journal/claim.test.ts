import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, plan } from './contract.ts';
import { fileJournal } from './file-journal.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-claims-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => fileJournal(join(folder, 'runs'), () => new Date(at));

describe('a claim on a run', () => {
  const claimFiles = async (own: string) => (await readdir(own)).filter((name) => name.startsWith('driver-'));

  it.each([
    ['on another machine', '"host":"other"', /ana@desk drives r-1 from other .* cannot be told from here/],
    ['in another container', `"host":"${hostname()}"`, /cannot be told from here/],
  ])('of a process %s is never taken for dead', async (_what, host, message) => {
    const record = await open().create(plan);
    await record.claim('ana@desk');
    const path = join(record.folder, 'driver-1.json');
    const text = await readFile(path, 'utf8');
    const elsewhere = text.replace(/"host":"[^"]*"/, host).replace(/"namespace":"[^"]*"/, '"namespace":"x"');
    await writeFile(path, elsewhere);
    const refused = (await open().open('r-1')).claim('ben@desk');
    await expect(refused).rejects.toMatchObject({ code: 'run.driven-elsewhere', exit: 2, message });
    const reader = await open().reader('r-1');
    expect(await reader.driver()).toMatchObject({ who: 'ana@desk', life: 'elsewhere' });
    await reader.disown();
    expect(await reader.driver()).toBeUndefined();
    await (await (await open().open('r-1')).claim('ben@desk')).release();
  });

  it('leaves one file, whose number only grows', async () => {
    const record = await open().create(plan);
    for (let turn = 1; turn < 4; turn += 1) {
      const { release } = await record.claim('ana@desk');
      await release();
      expect(await claimFiles(record.folder)).toEqual([`driver-${turn}.json`]);
    }
  });

  it('that was damaged is nobody’s', async () => {
    const record = await open().create(plan);
    await record.claim('ana@desk');
    await writeFile(join(record.folder, 'driver-1.json'), '');
    await (await (await open().open('r-1')).claim('ben@desk')).release();
  });
});

it('a run whose folder cannot be written is not claimed, and says so', async () => {
  const record = await open().create(plan);
  await rm(record.folder, { recursive: true });
  await writeFile(record.folder, 'in its place');
  await expect(record.claim('ana@desk')).rejects.toMatchObject({
    code: 'run.not-written',
    message: expect.stringMatching(`^${record.folder} cannot be written: .*ENOTDIR`),
    left: 'nothing was changed by this command',
    hint: expect.stringContaining('baiup show r-1 works meanwhile'),
  });
  await expect(record.driver()).rejects.toMatchObject({ code: 'ENOTDIR' });
});
