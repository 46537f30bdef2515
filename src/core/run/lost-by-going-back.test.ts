import { describe, expect, it } from 'vitest';
import type { Plan } from '../plan/plan.ts';
import { lostByGoingBack } from './lost-by-going-back.ts';
import type { RunView, StepView } from './view.ts';

const planned = (hop: number) => [
  { id: `${hop}.migrate`, kind: 'schema.migrate' },
  { id: `${hop}.m1`, kind: 'service.start' },
  { id: `${hop}.a1`, kind: 'service.start' },
];
const plan = {
  hops: [
    { phases: [{ steps: [{ id: '0.a1', kind: 'service.start' }] }] },
    { phases: [{ steps: planned(1) }] },
  ],
} as unknown as Plan;

const step = (id: string, state: StepView['state'], more: Partial<StepView> = {}): StepView => ({
  step: id,
  hop: Number(id[0]),
  title: id,
  state,
  ...more,
});
const started = (id: string, at: string, seconds = 1): StepView =>
  step(id, 'done', { service: 'starting', started: `2026-01-01T00:00:${at}.000Z`, seconds });

const lost = (steps: StepView[], state: 'running' | 'done' = 'running') =>
  lostByGoingBack(plan, { steps, hops: [{ state: 'done' }, { state }] } as unknown as RunView);

describe('what going back loses', () => {
  it.each<[string, ReturnType<typeof lost>, object]>([
    ['nothing where no data was changed', lost([started('0.a1', '01')], 'done'), { restores: false }],
    ['nothing where the change is undone', lost([step('1.migrate', 'undone')]), { restores: false }],
    ['nothing while the service is down', lost([step('1.migrate', 'done')]), { restores: true }],
    [
      'all since the first service came back',
      lost([step('1.migrate', 'done'), started('1.m1', '07', 2), started('1.a1', '05', 1)], 'done'),
      { restores: true, since: '2026-01-01T00:00:06.000Z' },
    ],
  ])('%s', (_what, found, expected) => {
    expect(found).toEqual(expected);
  });
});
