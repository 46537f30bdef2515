import { describe, expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import type { UnitSnapshot } from '../../core/cluster/unit-snapshot.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { planned, simulatedGround } from './simulated-plan.ts';

const members = [
  simulatedMember('m1', 'manager'),
  simulatedMember('a1', 'agent', 6001),
  simulatedMember('s1', 'storage-proxy', 6022),
  simulatedMember('w1', 'webserver', 8090),
];
const unit: UnitSnapshot = {
  ...{ unit: 'a.service', enabled: 'enabled', isOutdated: false, killSignal: 'SIGINT', stopSeconds: 90 },
  starters: [],
};

/** Who is parked in a plan, and what each start waits for of it. */
function parkedIn(to: string, asked: Parameters<typeof planned>[2] = {}) {
  const all = walkPlan(planned('24.03.11', to, asked)).map(({ step }) => step);
  const starts = all.filter(({ kind }) => kind === 'service.start');
  return {
    parked: all.filter(({ kind }) => kind === 'service.park').map(({ params }) => params['member']),
    awaited: starts.flatMap(({ needs }) => needs.filter((need) => need.includes('.park.'))),
    seconds: Math.max(...starts.map(({ estimate }) => estimate)),
  };
}

describe('who is parked', () => {
  it('is everybody whose program turns, and each start waits for its own', () => {
    expect(parkedIn('24.09.4')).toMatchObject({
      parked: ['m1', 'a1', 's1', 'w1'],
      awaited: expect.arrayContaining(['1.park.m1', '1.park.a1', '1.park.s1', '1.park.w1']),
    });
  });

  it('is foreseen to start sooner', () => {
    expect(parkedIn('24.09.4').seconds).toBeLessThan(parkedIn('24.09.4', { noPark: true }).seconds / 2);
  });

  it('is nobody where the operator wants none, or where the release was not tried so', () => {
    expect(parkedIn('24.09.4', { noPark: true })).toMatchObject({ parked: [], awaited: [] });
    expect(planned('24.03.11', '24.09.4', { noPark: true }).noPark).toBe(true);
    expect(parkedIn('24.03.12').parked).toEqual([]);
  });

  it('is a unit of systemd, unless it gives its program what no other unit can', () => {
    const service = { kind: 'systemd', unit: 'a.service', environment: '/e' } as const;
    const inventory = simulatedInventory(
      members.map((each) => (each.id === 'a1' ? { ...each, service } : each)),
    );
    expect(parkedIn('24.09.4', { inventory }).parked).toEqual(['m1', 'a1', 's1', 'w1']);
    const { components } = simulatedGround('24.03.11', { inventory }).snapshot;
    const bound = { parked: 'PrivateTmp=' };
    const found = {
      components: components.map((each) => (each.id === 'a1' ? { ...each, unit: { ...unit, bound } } : each)),
    };
    expect(parkedIn('24.09.4', { inventory, found }).parked).toEqual(['m1', 's1', 'w1']);
  });
});
