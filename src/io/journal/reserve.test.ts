import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isOnDiskOf, ownOnly, runReserve, withRoom } from './reserve.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-reserve-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const parts = async (): Promise<string[]> => (await readdir(join(folder, 'reserve'))).sort();

describe('the reserve of a run', () => {
  it('takes blocks of the disk, not only a length', async () => {
    await runReserve(folder).keep('dump', 3_000_001);
    const { size, blocks } = await stat(join(folder, 'reserve', 'dump'));
    expect(size).toBe(3_000_001);
    expect(blocks * 512).toBeGreaterThanOrEqual(3_000_000);
  });

  it('takes them also where no program of the system does it', async () => {
    vi.stubEnv('PATH', join(folder, 'none'));
    await runReserve(folder)
      .keep('dump', 2_500_001)
      .finally(() => vi.unstubAllEnvs());
    const { size, blocks, mode } = await stat(join(folder, 'reserve', 'dump'));
    expect({ size, mode: mode & 0o777 }).toEqual({ size: 2_500_001, mode: 0o600 });
    expect(blocks * 512).toBeGreaterThanOrEqual(2_500_000);
  });

  it('grows where more is asked for, and is else left as it is', async () => {
    const reserve = runReserve(folder);
    const sizes: number[] = [];
    for (const bytes of [10_000, 20_000, 5_000]) {
      await reserve.keep('dump', bytes);
      await reserve.keepSmall(1);
      sizes.push((await stat(join(folder, 'reserve', 'dump'))).size);
    }
    expect(sizes).toEqual([10_000, 20_000, 20_000]);
    expect(await parts()).toEqual(['dump', 'small-0']);
    await reserve.give('none');
    expect(await parts()).toHaveLength(2);
  });

  it('leaves no part behind that it could not fill', async () => {
    await runReserve(folder).keepSmall(1);
    await symlink('/dev/full', join(folder, 'reserve', 'dump'));
    await expect(runReserve(folder).keep('dump', 10)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await parts()).toEqual(['small-0']);
  });

  it('is given back piece by piece, until none is left', async () => {
    const reserve = runReserve(folder);
    await reserve.keepSmall(600_000);
    await reserve.keep('dump', 10);
    expect(await parts()).toEqual(['dump', 'small-0', 'small-1', 'small-2']);
    await reserve.give('dump');
    expect([await reserve.giveSome(), await reserve.giveSome(), await reserve.giveSome()]).toEqual([
      true,
      true,
      true,
    ]);
    expect(await reserve.giveSome()).toBe(false);
    expect(await parts()).toEqual([]);
  });

  it('has no more pieces for ten thousand members than for hundreds', async () => {
    await runReserve(folder).keepSmall(20_000_000);
    const sizes = (await parts()).map(async (name) => (await stat(join(folder, 'reserve', name))).size);
    const all = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(sizes.length).toBeLessThanOrEqual(40);
    expect(all).toBeGreaterThanOrEqual(20_000_000);
  });

  it('keeps one piece for the day on which somebody goes back', async () => {
    const reserve = runReserve(folder);
    await reserve.keepSmall(1_000_000);
    await reserve.keep('dump', 10);
    await reserve.giveMost();
    expect(await parts()).toHaveLength(1);
  });
});

describe('something done for a run', () => {
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });

  it('is done again as long as the disk is full and room can be given', async () => {
    await runReserve(folder).keepSmall(700_000);
    let tries = 0;
    const act = async (): Promise<string> => {
      tries += 1;
      if (tries < 3) throw full;
      return 'done';
    };
    expect(await withRoom(folder, act)).toBe('done');
    expect(await parts()).toHaveLength(1);
  });

  it('fails where no room is left, and at once where the disk is not the reason', async () => {
    await expect(withRoom(folder, () => Promise.reject(full))).rejects.toBe(full);
    await runReserve(folder).keepSmall(1);
    await expect(withRoom(folder, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await parts()).toHaveLength(1);
  });
});

it('two paths lie on one disk or not; on none where one is not there', async () => {
  const file = join(folder, 'x');
  await writeFile(file, '');
  expect(await isOnDiskOf(folder, file)).toBe(true);
  expect(await isOnDiskOf('/proc', file)).toBe(false);
  expect(await isOnDiskOf(join(folder, 'none'), file)).toBe(false);
  expect(await isOnDiskOf(file, join(folder, 'none'))).toBe(false);
  expect(await isOnDiskOf(join(folder, 'none'), join(folder, 'neither'))).toBe(false);
});

it('what any program wrote below a run is made its owner’s alone', async () => {
  const file = join(folder, 'registries', 'last.dat');
  await mkdir(join(folder, 'registries'));
  await writeFile(file, '');
  await chmod(file, 0o644);
  await ownOnly(folder);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});
