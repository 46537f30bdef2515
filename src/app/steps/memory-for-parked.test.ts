import { describe, expect, it } from 'vitest';
import { simulatedInventory } from '../../core/cluster/simulated-cluster.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { withMemory } from './memory-for-parked.ts';

const memory = 300e6;

/** A host with so many megabytes free. */
function hostWith(free: number) {
  const host = simulatedHost('h1', new Map());
  const setFree = (megabytes: number) =>
    host.writeText('/proc/meminfo', `MemAvailable:   ${megabytes * 1000} kB\n`);
  const inventory = simulatedInventory([]);
  const log: string[] = [];
  const park = (name: string, work: () => Promise<void> = async () => undefined) =>
    withMemory(host, { inventory, memory }, async () => {
      log.push(`${name} begins`);
      await work();
      log.push(`${name} is parked`);
    });
  return { log, park, setFree, ready: setFree(free) };
}

const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('programs that are parked side by side on a host', () => {
  it('begin at once where there is memory for all of them', async () => {
    const { log, park, ready } = hostWith(840);
    await ready;
    await Promise.all([park('a', soon), park('b', soon)]);
    expect(log).toEqual(['a begins', 'b begins', 'a is parked', 'b is parked']);
  });

  it('do not count on the same memory', async () => {
    const { log, park, setFree, ready } = hostWith(830);
    await ready;
    const [, second] = await Promise.allSettled([park('a', () => setFree(530)), park('b')]);
    expect(second).toMatchObject({
      reason: { code: 'service.not-parked', message: 'h1 has 543 MB of memory free, and it needs 556' },
    });
    expect(log).toEqual(['a begins', 'a is parked']);
  });

  it('have the memory of one that could not be parked', async () => {
    const { log, park, ready } = hostWith(830);
    await ready;
    const fails = async () => {
      await soon();
      throw new Error('it ends');
    };
    await Promise.allSettled([park('a', fails), park('b')]);
    expect(log).toEqual(['a begins', 'b begins', 'b is parked']);
  });
});
