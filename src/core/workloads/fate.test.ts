import { expect, it } from 'vitest';
import { type Drain, policyFor } from './drain.ts';
import { fateOf } from './fate.ts';

const drain = (policy: Drain['policy'], kinds?: Drain['kinds']): Drain => ({
  ...{ policy, seconds: 1800 },
  ...(kinds ? { kinds } : {}),
});

it.each<[status: string, kind: string, drain: Drain | undefined, name: string]>([
  ['RUNNING', 'interactive', undefined, 'at-risk'],
  ['PENDING', 'batch', undefined, 'waits'],
  ['PENDING', 'batch', drain('force'), 'waits'],
  ['RUNNING', 'batch', drain('wait'), 'must-end'],
  ['PREPARING', 'batch', drain('ask'), 'may-end'],
  ['RUNNING', 'batch', drain('end'), 'is-ended'],
  ['RUNNING_DEGRADED', 'system', drain('force'), 'is-ended'],
  ['RUNNING', 'batch', drain('give-up'), 'at-risk'],
  ['RUNNING', 'batch', drain('end', { batch: 'wait' }), 'must-end'],
  ['RUNNING', 'interactive', drain('end', { batch: 'wait' }), 'is-ended'],
  ['RUNNING', 'inference', drain('wait'), 'is-restarted'],
  ['RUNNING', 'inference', drain('end', { inference: 'give-up' }), 'at-risk'],
  ['RUNNING', 'inference', drain('give-up', { inference: 'end' }), 'is-restarted'],
  ['RUNNING', 'inference', drain('give-up', { batch: 'end' }), 'at-risk'],
  ['RUNNING', 'inference', undefined, 'at-risk'],
  ['ERROR', 'batch', drain('end'), 'at-risk'],
])('%s %s with %j: %s', (status, kind, policy, name) => {
  expect(fateOf({ status, kind }, policy).name).toBe(name);
});

it('what its label says comes before what its kind says', () => {
  const labelled: Drain = {
    policy: 'end',
    kinds: { batch: 'wait' },
    labels: { nightly: 'give-up' },
    seconds: 60,
  };
  expect(fateOf({ status: 'RUNNING', kind: 'batch', label: 'Nightly' }, labelled).name).toBe('at-risk');
  expect(fateOf({ status: 'RUNNING', kind: 'batch', label: 'daily' }, labelled).name).toBe('must-end');
});

it('the label of an endpoint’s session says nothing: managers end it once its endpoint should have none', () => {
  const labelled: Drain = { policy: 'end', labels: { nightly: 'give-up' }, seconds: 60 };
  expect(fateOf({ status: 'RUNNING', kind: 'inference', label: 'nightly' }, labelled).name).toBe(
    'is-restarted',
  );
  expect(policyFor(labelled, { kind: 'inference', label: 'nightly' })).toBe('end');
});

it('tells its owner how long there is', () => {
  expect(fateOf({ status: 'RUNNING', kind: 'batch' }, drain('end')).text).toBe(
    'it is ended, if it has not ended by itself within 30m',
  );
});
