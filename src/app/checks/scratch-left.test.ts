import { expect, it } from 'vitest';
import {
  simulatedInventory,
  simulatedLockSnapshot,
  simulatedSnapshot,
} from '../../core/cluster/simulated-cluster.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { checkInput } from './judge.ts';
import { scratchLeft } from './scratch-left.ts';

const lock = simulatedLockSnapshot();
const scratches = ['baiup_scratch_x_1', 'baiup_scratch_x_2'];

it.each<[string, Partial<ClusterSnapshot>, number]>([
  ['none are there', { scratches: [] }, 0],
  ['nobody has the cluster', { scratches }, 1],
  ['a run is at work', { scratches, lock: { ...lock, life: 'alive' } }, 0],
  ['a run is at work on another machine', { scratches, lock: { ...lock, life: 'alive-elsewhere' } }, 0],
  ['its driver cannot be told', { scratches, lock: { ...lock, life: 'unknown' } }, 0],
  ['its driver has died', { scratches, lock: { ...lock, life: 'dead' } }, 1],
  ['its driver is silent', { scratches, lock: { ...lock, life: 'silent' } }, 1],
])('scratch databases where %s', (_what, found, count) => {
  const findings = scratchLeft.find(checkInput(simulatedInventory([]), simulatedSnapshot(found)));
  expect(findings).toHaveLength(count);
  for (const finding of findings) {
    expect(finding).toMatchObject({ code: scratchLeft.code, severity: 'info' });
    expect(finding.summary).toContain('baiup_scratch_x_1, baiup_scratch_x_2');
  }
});
