import { expect, it } from 'vitest';
import { componentProve } from './component-prove.ts';
import type { StepContext } from './context.ts';
import { noStrangers } from './no-strangers.ts';

it('waits until a service has lived for a while: what lacks something ends a few seconds after its start', async () => {
  const up = [1_000, 7_999, 8_000];
  const context = {
    strangers: noStrangers,
    signal: new AbortController().signal,
    askMember: async () => ({ version: '2', healthy: true }),
    service: () => ({ state: async () => ({ active: true, upMs: up.shift() ?? 0 }) }),
  } as unknown as StepContext;
  await componentProve.apply({ member: 'm1', component: 'manager', version: '2' }, context, 'todo');
  expect(up).toEqual([]);
});
