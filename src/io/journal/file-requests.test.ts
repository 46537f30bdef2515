import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { at } from './contract.ts';
import { fileRequests } from './file-requests.ts';
import type { Request } from './request.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-requests-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const request = (what: Request['what']): Request => ({ what, who: 'ana@desk', why: 'lunch', at });

it('are read by another, in one order, until they are removed', async () => {
  const { make, remove } = fileRequests(folder);
  const driver = fileRequests(folder);
  expect(await driver.read()).toEqual([]);
  for (const what of ['approve', 'abort', 'pause'] as const) await make(request(what));
  expect(await driver.read()).toEqual([request('pause'), request('abort'), request('approve')]);
  expect((await readdir(join(folder, 'requests'))).sort()).toEqual([
    'abort.json',
    'approve.json',
    'pause.json',
  ]);
  expect((await stat(join(folder, 'requests', 'pause.json'))).mode & 0o777).toBe(0o600);
  await remove('pause');
  await remove('pause');
  expect(await driver.read()).toEqual([request('abort'), request('approve')]);
  await driver.removeAll();
  await driver.removeAll();
  expect(await readdir(folder)).toEqual([]);
});

it.each([
  ['torn', '{"what":"pause"'],
  ['of another version', JSON.stringify({ ...request('pause'), what: 'dream' })],
])('one that is %s is none, and hides no other', async (_how, text) => {
  const { make, read } = fileRequests(folder);
  await make(request('abort'));
  await writeFile(join(folder, 'requests', 'pause.json'), text);
  expect(await read()).toEqual([request('abort')]);
});

it('the later of two of a kind counts', async () => {
  const { make, read } = fileRequests(folder);
  await make(request('pause'));
  await make({ ...request('pause'), why: 'supper' });
  expect(await read()).toEqual([{ ...request('pause'), why: 'supper' }]);
});
