import { expect, it } from 'vitest';
import { simulatedSnapshot } from '../../../core/cluster/simulated-cluster.ts';
import { BaiupError } from '../../../lib/errors.ts';
import { statusExit } from './status-exit.ts';

const whole = (...codes: readonly string[]) =>
  ({
    kind: 'whole',
    snapshot: simulatedSnapshot({}),
    route: 'none',
    ownDatabases: [],
    run: undefined,
    findings: codes.map((code) => ({ code, severity: 'blocker' as const, subject: 'x', summary: 'x' })),
  }) as const;

it('status ends well whatever it tells, but not where it read only a part, or the etcd of nobody', () => {
  const trouble = new BaiupError('database.unreachable', 'it does not answer', { exit: 1 });
  const partial = {
    kind: 'partial',
    cluster: 'lab',
    components: [],
    hosts: [],
    run: undefined,
    lock: undefined,
    isLockKnown: false,
    trouble,
  } as const;
  expect(statusExit(whole())).toBe(0);
  expect(statusExit(whole('cluster.mixed-versions'))).toBe(0);
  expect(statusExit(whole('etcd.namespace-unused'))).toBe(2);
  expect(statusExit(partial)).toBe(1);
});
