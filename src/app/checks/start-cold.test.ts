import { describe, expect, it } from 'vitest';
import type { Member } from '../../core/cluster/inventory.ts';
import {
  simulatedInventory,
  simulatedMember,
  simulatedSnapshot,
} from '../../core/cluster/simulated-cluster.ts';
import type { UnitSnapshot } from '../../core/cluster/unit-snapshot.ts';
import { startCold } from './start-cold.ts';

const m1 = simulatedMember('m1', 'manager');
const a1 = simulatedMember('a1', 'agent');
const service = { kind: 'systemd', unit: 'm.service', environment: '/e' } as const;

const unit: UnitSnapshot = {
  ...{ unit: 'm.service', enabled: 'enabled', isOutdated: false, killSignal: 'SIGINT', stopSeconds: 90 },
  starters: [],
};

interface Asked {
  readonly components: readonly Member[];
  readonly to: readonly string[];
  readonly bound: Readonly<Record<string, string>>;
}

/** What is said of a cluster with so many megabytes free. */
function said(
  memory: number | undefined,
  { components = [m1, a1], to = ['24.09.4'], bound = {} }: Partial<Asked> = {},
): string[] {
  const host = { name: 'local', ...(memory === undefined ? {} : { memory: memory * 1e6 }) };
  const found = startCold.find({
    inventory: simulatedInventory(components),
    snapshot: simulatedSnapshot({
      hosts: [host],
      components: components.map((each) => ({
        ...{
          id: each.id,
          component: each.component,
          host: each.host,
          version: '24.03.11',
          environment: '/e',
        },
        ...{ active: true, healthy: true, configSha256: '' },
        ...(bound[each.id] ? { unit: { ...unit, bound: { parked: bound[each.id] ?? '' } } } : {}),
      })),
    }),
    hops: to.map((each) => ({ from: '24.03.11', to: each })),
    outages: to.length,
    installedHead: undefined,
    proxyHead: undefined,
  });
  return found.map(({ subject, summary }) => `${subject}: ${summary}`);
}

describe('memory for programs that wait beside the old ones', () => {
  const needed = /up to (\d+) MB/.exec(said(1)[0] ?? '')?.[1];
  it.each([
    ['is enough', Number(needed), []],
    [
      'is short by a little',
      Number(needed) - 1,
      [`local: local has ${Number(needed) - 1} MB of memory free`],
    ],
    ['is not known', undefined, []],
  ])('%s', (_what, memory, starts) => {
    const found = said(memory);
    expect(found).toHaveLength(starts.length);
    for (const [index, start] of starts.entries()) expect(found[index]).toContain(start);
  });

  it('is what one hop takes, and nothing where nothing is upgraded', () => {
    expect(said(1, { to: ['24.09.4', '24.09.5'] })).toEqual(said(1));
    expect(said(1, { to: [] })).toEqual([]);
  });

  it('is not asked for a release that was never tried parked', () => {
    expect(said(1, { to: ['22.09.20'] })).toEqual([]);
    expect(said(1, { to: ['24.09.4', '22.09.20'] })).toHaveLength(1);
  });

  it('is not asked for units that give their programs what no other unit can', () => {
    const components = [{ ...m1, service }, a1];
    const [short] = said(1, { components });
    expect(short).toBe(said(1)[0]);
    const [why, less] = said(1, { components, bound: { m1: 'PrivateTmp=' } });
    expect(why).toBe(
      'm1: m.service has PrivateTmp=, which no other unit can give: the new program of m1 cannot wait parked for the start, and will be started as usual once everything is stopped',
    );
    expect(less).toMatch('local has 1 MB');
    expect(less).not.toBe(short);
    expect(said(4000, { components, bound: { m1: 'PrivateTmp=' } })).toHaveLength(1);
  });
});
