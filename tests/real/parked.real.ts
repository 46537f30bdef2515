import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { printed } from '../../src/io/services/service-contract.ts';
import { parkable } from './parkable.ts';

const { service, inFolder, waiting, request, turnToTwo, stop, pidFile, serving } = parkable();

describe('a parked program (all else: parked.slow.ts)', () => {
  it('is noticed by nobody, and goes on as one that was started as usual', async () => {
    await service().start();
    await printed(service(), 'serving from');
    const before = {
      state: await service().state(),
      log: await readFile(inFolder('log'), 'utf8'),
      pid: await pidFile(),
    };
    const parked = await service().park(request());
    expect(parked).toMatchObject({ environment: inFolder('two') });
    expect(Object.keys(parked.read)).toEqual([inFolder('program.toml')]);
    const after = {
      state: await service().state(),
      log: await readFile(inFolder('log'), 'utf8'),
      pid: await pidFile(),
    };
    expect(after).toEqual(before);
    await stop();
    expect(await service().state()).toMatchObject({ active: false });
    const [its] = await waiting();
    await turnToTwo();
    expect(await service().start()).toEqual({ parked: true });
    await printed(service(), serving('before'));
    expect(await service().state()).toMatchObject({ active: true, pid: its?.pid });
    expect(await pidFile()).toBe(`${its?.pid}`);
    expect(its?.session).toBe(its?.pid);
    expect(await waiting()).toHaveLength(2);
    expect(await service().parked()).toBeUndefined();
    expect(await stop()).toEqual({ killed: false });
    expect(await waiting()).toEqual([]);
    // Its operator starts and stops it as before.
    expect(await service().start()).toEqual({ parked: false });
    await printed(service(), serving('before'));
    expect(await waiting()).toEqual([]);
  });
});
