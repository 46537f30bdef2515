import { expect, it } from 'vitest';
import { simulatedInventory, simulatedSnapshot } from '../../core/cluster/simulated-cluster.ts';
import type { Drain } from '../../core/workloads/drain.ts';
import { apiRole } from './api-role.ts';

const found = (drain: Drain | undefined, role?: string) =>
  apiRole.find({
    ...{
      inventory: simulatedInventory([]),
      hops: [],
      outages: 0,
      installedHead: 'head',
      proxyHead: undefined,
    },
    snapshot: simulatedSnapshot(role === undefined ? {} : { apiRole: role }),
    ...(drain ? { drain } : {}),
  });

it.each<[Drain | undefined, string | undefined, number]>([
  [{ policy: 'end', seconds: 1 }, 'a user', 1],
  [{ policy: 'ask', seconds: 1 }, 'a user', 1],
  [{ policy: 'wait', kinds: { batch: 'force' }, seconds: 1 }, 'an admin of one domain', 1],
  [{ policy: 'wait', labels: { nightly: 'end' }, seconds: 1 }, 'a user', 1],
  [{ policy: 'wait', kinds: { batch: 'give-up' }, seconds: 1 }, 'a user', 0],
  [{ policy: 'end', seconds: 1 }, undefined, 0],
  [undefined, 'a user', 0],
])('a drain by %j with the key of %s has %i blockers', (drain, role, count) => {
  const findings = found(drain, role);
  expect(findings).toHaveLength(count);
  for (const { severity, summary } of findings) {
    expect(severity).toBe('blocker');
    expect(summary).toContain(`is of ${role}, who`);
  }
});
