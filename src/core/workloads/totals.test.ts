import { describe, expect, it } from 'vitest';
import { addUp } from './add-up.ts';
import { amountsOf } from './amounts-of.ts';
import { sessionStage } from './session-stage.ts';
import { totalsWords } from './totals-words.ts';

it.each([
  ['PENDING', 'waiting'],
  ['RUNNING', 'running'],
  ['RUNNING_DEGRADED', 'running'],
  ['TERMINATED', 'ended'],
  ['CANCELLED', 'ended'],
  ['ERROR', 'failed'],
  ...['SCHEDULED', 'PREPARED', 'TERMINATING', 'PREEMPTED', 'A_STATUS_OF_TOMORROW'].map((one) => [
    one,
    'moving',
  ]),
])('%s is %s', (status, stage) => {
  expect(sessionStage(status ?? '')).toBe(stage);
});

const counted = [
  { status: 'RUNNING', kind: 'batch', count: 2 },
  { status: 'RUNNING_DEGRADED', kind: 'batch', count: 1 },
  { status: 'RUNNING', kind: 'interactive', count: 9 },
  { status: 'PULLING', kind: 'batch', count: 4 },
  { status: 'PENDING', kind: 'batch', count: 5 },
  { status: 'ERROR', kind: 'batch', count: 6 },
  { status: 'TERMINATED', kind: 'batch', count: 1000 },
];

it('sessions add up by stage, and those that run by kind', () => {
  expect(addUp(counted)).toEqual({
    ...{ running: 12, inFlight: 4, pending: 5, failed: 6 },
    kinds: { batch: 3, interactive: 9 },
  });
});

describe('totalsWords', () => {
  it('says all that there is', () => {
    expect(totalsWords({ ...addUp(counted), owners: 1200, endpoints: 1, folders: 2 })).toBe(
      '12 running (9 interactive, 3 batch), 4 on their way, 5 waiting, 6 failed; of 1,200 people; 1 endpoint; 2 folders being cloned or deleted',
    );
  });

  it('says no more than there is', () => {
    expect(totalsWords({ running: 0, inFlight: 0, pending: 0, failed: 0, kinds: {}, owners: 0 })).toBe(
      '0 running, 0 on their way, 0 waiting',
    );
    expect(totalsWords({ running: 1, inFlight: 0, pending: 0, kinds: { batch: 1 }, owners: 1 })).toBe(
      '1 running (1 batch), 0 on their way, 0 waiting; of 1 person',
    );
  });
});

it('slots add up, whether they are texts or numbers; what is none is left out', () => {
  expect(
    amountsOf({ cpu: '1', mem: '268435456', 'cuda.shares': '0.5' }, { cpu: 2, odd: 'Infinity' }, null, 'x', {
      tpu: '0',
    }),
  ).toEqual({ cpu: 3, mem: 268435456, 'cuda.shares': 0.5 });
});
