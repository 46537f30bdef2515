import { expect, it } from 'vitest';
import {
  simulatedInventory,
  simulatedLockSnapshot,
  simulatedSnapshot,
} from '../../core/cluster/simulated-cluster.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { runChecks } from './index.ts';
import { checkInput } from './judge.ts';

const found = (change: Partial<ClusterSnapshot>) =>
  runChecks(checkInput(simulatedInventory([]), simulatedSnapshot(change))).filter(
    ({ code }) => code === 'etcd.namespace-unused',
  );

it.each(['running', 'frozen', 'terminated'])('a namespace whose managers are %s is used', (managerStatus) => {
  expect(found({ managerStatus })).toEqual([]);
});

it.each<[readonly string[] | undefined, string, string]>([
  [
    ['lab', 'other'],
    'no manager has ever used the namespace "local" of this etcd; managers have used lab, other',
    'correct etcd.namespace in cluster.yaml: ',
  ],
  [
    [],
    'no manager has ever used the namespace "local" of this etcd',
    'correct etcd.host and etcd.port in cluster.yaml: ',
  ],
  [
    undefined,
    'no manager has ever used the namespace "local" of this etcd',
    'correct etcd.namespace in cluster.yaml: ',
  ],
])('one that none has ever used is refused, beside %j', (namespaces, summary, hint) => {
  const expected = { severity: 'blocker', summary, hint: expect.stringContaining(hint) };
  expect(found({ managerStatus: undefined, namespaces })).toEqual([expect.objectContaining(expected)]);
  // Its advice is no run's.
  const lock = simulatedLockSnapshot({ life: 'silent' });
  expect(found({ managerStatus: undefined, namespaces, lock })).toEqual([expect.objectContaining(expected)]);
});
