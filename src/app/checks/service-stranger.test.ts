import { expect, it } from 'vitest';
import { simulatedSnapshot } from '../../core/cluster/simulated-cluster.ts';
import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import { serviceStranger } from './service-stranger.ts';

it('who serves in the place of a member is named with what ends it', () => {
  const strangers = [{ pid: 12, title: 'backend.ai: manager local', environment: '/e/manager-1' }];
  const components = [{ id: 'm1', host: 'h1', strangers }, { id: 'm2' }] as unknown as MemberSnapshot[];
  const input = { snapshot: simulatedSnapshot({ components }) } as never;
  expect(serviceStranger.find(input)).toEqual([
    {
      code: 'service.stranger',
      severity: 'blocker',
      subject: 'm1',
      summary:
        'another program serves in the place of m1: process 12 ("backend.ai: manager local", from /e/manager-1), which was started by no service of the cluster',
      hint: expect.stringMatching(/^end it on h1: kill -INT 12 {6}or start it as the service/),
    },
  ]);
});
