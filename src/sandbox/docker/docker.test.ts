import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freeNetwork, networkAddress } from '../../io/services/bridge.ts';
import { mayRaiseLimits } from './may-raise-limits.ts';
import { requireAble } from './require-able.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-docker-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function file(text: string): Promise<string> {
  const path = join(folder, 'file');
  await writeFile(path, text);
  return path;
}

describe('a docker agent', () => {
  it.each([
    [1000, 'x64', 'sandbox.docker-root'],
    [0, 'arm64', 'sandbox.docker-architecture'],
  ])('is refused to user %d on %s, with a way to do without', (user, architecture, code) => {
    const refused = () => requireAble(user, architecture);
    expect(refused).toThrow(
      expect.objectContaining({ code, hint: expect.stringContaining('--agent docker') }),
    );
  });

  it('is for root on x86_64', () => {
    expect(() => requireAble(0, 'x64')).not.toThrow();
  });

  it.each([
    ['000001ffffffffff', true],
    ['000001fffeffffff', false],
    ['0000000000000000', false],
  ])('may have its limits raised by capabilities %s: %s', async (effective, may) => {
    expect(await mayRaiseLimits(await file(`Name:\tnode\nCapEff:\t${effective}\n`))).toBe(may);
  });

  it('has them lowered where that is not known', async () => {
    expect(await mayRaiseLimits(join(folder, 'none'))).toBe(false);
  });
});

describe('the network of its containers', () => {
  // 198.19.1.0 and 198.19.2.0, the last byte first.
  const routes = 'Iface\tDestination\tGateway\nbr1\t000113C6\t00000000\nbr2\t000213c6\t00000000\n';

  it('is one that no route leads to, and no other sandbox has', async () => {
    const path = await file(routes);
    expect(await freeNetwork(27, new Set(), path)).toBe(3);
    expect(await freeNetwork(27, new Set([3, 4]), path)).toBe(5);
    expect(await freeNetwork(2, new Set(), path)).toBeUndefined();
    expect(networkAddress(3)).toBe('198.19.3.1/24');
  });
});
