import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { keepDriverLines, readDriverLines } from './driver-lines.ts';

const folder = await mkdtemp(join(tmpdir(), 'baiup-lines-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

it('keeps the last lines for those who look from elsewhere, and for nobody else', async () => {
  const lines = keepDriverLines(Promise.resolve(folder));
  expect(await readDriverLines(folder)).toEqual([]);
  for (let at = 1; at <= 100; at += 1) lines.write(`line ${at}\n`);
  lines.write('two\nof them\n');
  await lines.flush();
  const read = await readDriverLines(folder);
  expect(read).toHaveLength(60);
  expect(read.slice(-3)).toEqual(['line 100', 'two', 'of them']);
  expect(read[0]).toBe('line 43');
  expect((await readFile(join(folder, 'driver.log'), 'utf8')).split('\n')).toHaveLength(61);
  expect(await readdir(folder)).toEqual(['driver.log']);
  expect((await stat(join(folder, 'driver.log'))).mode & 0o777).toBe(0o600);
});

it('writes by itself within a moment', async () => {
  const lines = keepDriverLines(Promise.resolve(folder));
  lines.write('by itself\n');
  await expect.poll(() => readDriverLines(folder), { timeout: 5_000 }).toEqual(['by itself']);
});

it('never fails where nothing can be written', async () => {
  const gone = keepDriverLines(Promise.resolve(join(folder, 'gone')));
  gone.write('lost\n');
  await gone.flush();
  const never = keepDriverLines(Promise.reject(new Error('no such run')));
  never.write('lost\n');
  await never.flush();
  expect(await readDriverLines(join(folder, 'gone'))).toEqual([]);
});
