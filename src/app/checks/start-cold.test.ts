import { describe, expect, it } from 'vitest';
import {
  simulatedInventory,
  simulatedMember,
  simulatedSnapshot,
} from '../../core/cluster/simulated-cluster.ts';
import { startCold } from './start-cold.ts';

const m1 = simulatedMember('m1', 'manager');
const a1 = simulatedMember('a1', 'agent');
const unit = { kind: 'systemd', unit: 'm.service', environment: '/e' } as const;

/** What is said of a cluster with so many megabytes free. */
function said(memory: number | undefined, { components = [m1, a1], to = ['24.09.4'] } = {}): string[] {
  const host = { name: 'local', ...(memory === undefined ? {} : { memory: memory * 1e6 }) };
  const found = startCold.find({
    inventory: simulatedInventory(components),
    snapshot: simulatedSnapshot({ hosts: [host] }),
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

  it('is not asked for units, which start their programs themselves', () => {
    expect(said(1, { components: [{ ...m1, service: unit }] })).toEqual([
      'lab: systemd starts m1: its new program cannot wait parked for the start, and will be started as usual once everything is stopped',
    ]);
    expect(said(1, { components: [{ ...m1, service: unit }, a1] })).toHaveLength(2);
    expect(said(4000, { components: [m1, { ...a1, service: unit }] })).toHaveLength(1);
  });
});
