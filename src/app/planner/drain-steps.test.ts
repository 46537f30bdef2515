import { expect, it } from 'vitest';
import { walkPlan } from '../../core/plan/walk.ts';
import type { Drain } from '../../core/workloads/drain.ts';
import { needsOf, planned } from './simulated-plan.ts';

it.each<[Drain['policy'], Drain['kinds'], readonly string[]]>([
  ['wait', {}, ['quiesce', 'users', 'endpoints', 'rest']],
  ['end', { inference: 'give-up' }, ['quiesce', 'users', 'rest']],
  ['give-up', {}, ['quiesce', 'users', 'rest']],
  ['give-up', { inference: 'end' }, ['quiesce', 'users', 'endpoints', 'rest']],
])('nothing is on its way at a stop, with policy %s and %j', (policy, kinds, steps) => {
  const drained = planned('24.03.10', '24.03.11', { drain: { policy, kinds, seconds: 60 } });
  const found = walkPlan(drained).filter(({ step }) => step.id.startsWith('1.drain.'));
  expect(found.map(({ step }) => step.id.slice('1.drain.'.length))).toEqual(steps);
  expect(needsOf(drained, '1.drain.rest')).toEqual([found.at(-2)?.step.id]);
});
