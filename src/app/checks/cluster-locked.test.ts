import { expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import type { LockSnapshot } from '../../core/cluster/lock.ts';
import { simulatedLockSnapshot, simulatedSnapshot } from '../../core/cluster/simulated-cluster.ts';
import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import type { CheckInput } from './check.ts';
import { clusterLocked } from './cluster-locked.ts';
import { componentsHealthy } from './components-healthy.ts';

const lock = simulatedLockSnapshot({ life: 'silent' });
const input = (change: Partial<LockSnapshot>): CheckInput => {
  const manager: MemberSnapshot = {
    id: 'm1',
    component: 'manager',
    host: 'local',
    version: '24.03.11',
    environment: '/e/manager-24.03.11',
    active: false,
    healthy: false,
    trouble: 'down',
    configSha256: '0',
  };
  const snapshot = simulatedSnapshot({ components: [manager], lock: { ...lock, ...change } });
  const heads = { installedHead: 'head', proxyHead: 'head' };
  return { inventory: { components: [] } as unknown as Inventory, snapshot, hops: [], outages: 0, ...heads };
};

it('a killed run is what another operator is told of, not services to be fixed', () => {
  const [finding] = clusterLocked.find(input({}));
  expect(finding).toMatchObject({
    severity: 'blocker',
    summary: expect.stringContaining('run r-1 of ana@desk'),
    hint: expect.stringContaining('baiup resume r-1'),
  });
  const hints = componentsHealthy.find(input({})).map(({ hint }) => hint);
  expect(hints).toHaveLength(1);
  for (const hint of hints) {
    expect(hint).toMatch(/^run r-1 of ana@desk, .* may have stopped it: ana@desk has its journal/);
    expect(hint).not.toContain('start or fix');
  }
});

it.each<[Partial<LockSnapshot>, number]>([
  [{ life: 'alive' }, 1],
  [{ life: 'dead', journal: { run: 'r-1', state: 'ended' } }, 0],
  [{ what: 'fix', life: 'dead' }, 0],
])('a lock that is %o has %i findings', (change, count) => {
  expect(clusterLocked.find(input(change))).toHaveLength(count);
});
