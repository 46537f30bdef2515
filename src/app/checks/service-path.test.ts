import { expect, it } from 'vitest';
import {
  simulatedInventory,
  simulatedMember,
  simulatedSnapshot,
} from '../../core/cluster/simulated-cluster.ts';
import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import { servicePath } from './service-path.ts';

const member = simulatedMember('m1', 'manager', 8081);
const inventory = simulatedInventory([
  { ...member, service: { kind: 'systemd', unit: 'bai-manager', environment: '/w/.venv' } },
]);

const found = (isNamed: boolean | undefined, hops = [{ from: '24.03.10', to: '24.03.11' }]) => {
  const stays = { path: '/w/.venv', because: 'its file system is read-only', isNamed: isNamed ?? false };
  const named = { at: '/w/manager', isFolder: false, ...(isNamed === undefined ? {} : { stays }) };
  const snapshot = simulatedSnapshot({ components: [{ id: 'm1', host: 'h1', named } as MemberSnapshot] });
  return servicePath.find({ inventory, snapshot, hops } as never);
};

it('a path that can become a link, and one that nobody wants to switch, is nothing to tell', () => {
  expect(found(undefined)).toEqual([]);
  expect(found(false, [])).toEqual([]);
});

it('a path that cannot is told, with what is done; where nothing can be done it stops the upgrade', () => {
  const why = /\/w\/\.venv on h1, by which bai-manager names the environment of m1, .*read-only/;
  expect(found(true)).toMatchObject([{ severity: 'info', summary: expect.stringMatching(why) }]);
  expect(found(true)[0]?.summary).toMatch('/etc/systemd/system/bai-manager.service.d');
  expect(found(false)).toMatchObject([
    {
      severity: 'blocker',
      summary: expect.stringMatching(why),
      hint: expect.stringContaining('service.environment'),
    },
  ]);
});
