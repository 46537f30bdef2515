import { expect, it } from 'vitest';
import type { LockSnapshot } from '../../core/cluster/lock.ts';
import {
  simulatedInventory,
  simulatedLockSnapshot,
  simulatedSnapshot,
} from '../../core/cluster/simulated-cluster.ts';
import type { ClusterSnapshot, MemberSnapshot } from '../../core/cluster/snapshot.ts';
import type { CheckInput } from './check.ts';
import { clusterLocked } from './cluster-locked.ts';
import { runChecks } from './index.ts';

const lock = simulatedLockSnapshot({ life: 'silent' });
const input = (change: Partial<LockSnapshot>, more: Partial<ClusterSnapshot> = {}): CheckInput => {
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
  const snapshot = simulatedSnapshot({ components: [manager], lock: { ...lock, ...change }, ...more });
  const heads = { installedHead: 'head', proxyHead: 'head' };
  return { inventory: simulatedInventory([]), snapshot, hops: [], outages: 0, ...heads };
};

it('a killed run is what another operator is told of, not services to be fixed', () => {
  const [finding] = clusterLocked.find(input({}));
  expect(finding).toMatchObject({
    severity: 'blocker',
    summary: expect.stringContaining('run r-1 of ana@desk'),
    hint: expect.stringContaining('baiup resume r-1'),
  });
});

const held =
  /^run r-1 of ana@desk, 24\.03\.11 → 24\.09\.4 has the cluster, and may have changed this: ana@desk has its journal/;
const half: Partial<ClusterSnapshot> = {
  revisions: ['half'],
  managerStatus: 'frozen',
  siteObjects: {
    objects: ['index ix_of_the_migration'],
    typed: ['column c of t'],
    views: [{ view: 'v', materialized: false, reads: ['t.c'] }],
  },
  openFiles: ['/c/cluster.yaml'],
};
const codes = (given: CheckInput): string[] => runChecks(given).map(({ code }) => code);
const ofHalf = ['cluster.unhealthy', 'manager.frozen', 'database.not-at-head', 'cluster.secrets-open'];

it('of what a run has half changed nobody is told to put it right', () => {
  const found = runChecks(input({}, half));
  expect(found[0]?.code).toBe('cluster.locked');
  expect(found.map(({ code }) => code)).toEqual(['cluster.locked', ...ofHalf]);
  for (const { code, hint } of found) {
    if (code === 'cluster.secrets-open') expect(hint).toBe('chmod 600 /c/cluster.yaml');
    else if (code !== 'cluster.locked') expect(hint).toMatch(held);
  }
});

it('of a half changed cluster that nobody has all is told', () => {
  const free = input({ life: 'dead', journal: { run: 'r-1', state: 'ended' } }, half);
  expect(codes(free)).toEqual(expect.arrayContaining([...ofHalf, 'database.site-objects']));
  expect(runChecks(free).find(({ code }) => code === 'manager.frozen')?.hint).toMatch(/^baiup check --fix/);
});

it('once somebody has freed its lock it is told first, and what to do where it is given up', () => {
  const next = 'go on: baiup resume r-1, or go back: baiup rollback r-1';
  const { lock: _lock, ...snapshot } = input({}, half).snapshot;
  const freed = { ...snapshot, unfinished: { run: 'r-1', who: 'ana@desk', next } };
  const found = runChecks({ ...input({}), snapshot: freed });
  expect(found.map(({ code }) => code)).toEqual(['cluster.unfinished', ...ofHalf]);
  expect(found[0]).toMatchObject({ severity: 'warning', hint: expect.stringContaining(next) });
  for (const { code, hint } of found.filter(({ code: each }) => each !== 'cluster.unfinished')) {
    if (code === 'cluster.secrets-open') expect(hint).toBe('chmod 600 /c/cluster.yaml');
    else
      expect(hint).toContain(
        `run r-1 of ana@desk is unfinished, and may have changed this: ${next}. If it did not: `,
      );
  }
});

it.each<[string, Partial<LockSnapshot>, RegExp]>([
  [
    'drives it',
    { life: 'alive', journal: { run: 'r-1', state: 'unfinished' } },
    /: watch it: baiup show r-1$/,
  ],
  [
    'has been cut on its way back',
    {
      life: 'dead',
      journal: { run: 'r-1', state: 'unfinished', next: 'finish going back: baiup rollback r-1' },
    },
    /: finish going back: baiup rollback r-1$/,
  ],
  [
    'is broken',
    { life: 'left', journal: { run: 'r-1', state: 'broken' } },
    /: baiup show r-1 shows what is left; fix it, then: baiup rollback r-1$/,
  ],
])('a run that %s is what is to be typed about', (_what, change, hint) => {
  const found = runChecks(input(change, half)).filter(({ code }) => code === 'database.not-at-head');
  expect(found).toEqual([expect.objectContaining({ hint: expect.stringMatching(hint) })]);
});

it.each<[Partial<LockSnapshot>, number]>([
  [{ life: 'alive' }, 1],
  [{ life: 'dead', journal: { run: 'r-1', state: 'ended' } }, 0],
  [{ what: 'fix', life: 'dead' }, 0],
])('a lock that is %o has %i findings', (change, count) => {
  expect(clusterLocked.find(input(change))).toHaveLength(count);
});
