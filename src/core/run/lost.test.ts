import { describe, expect, it } from 'vitest';
import type { Plan } from '../plan/plan.ts';
import { lostByGoingBack } from './lost-by-going-back.ts';
import type { LostSession } from './lost-session.ts';
import { settledSoFar } from './settled-so-far.ts';
import type { RunView, StepView } from './view.ts';

const session = (id: string, ended = false): LostSession => ({
  id,
  name: id,
  accessKey: 'A',
  status: 'RUNNING',
  agents: [],
  ended,
});

describe('what is known of sessions', () => {
  it('begins with the first word', () => {
    const word = { givenUp: [session('a')], endedSince: [session('b')] };
    expect(settledSoFar(undefined, word)).toEqual(word);
  });

  it('has of each session the newest word, in the order in which it was first heard of', () => {
    const before = {
      givenUp: [session('a'), session('b')],
      endedSince: [session('c')],
      trouble: 'the API was away',
    };
    const now = { givenUp: [session('d'), session('a', true)], endedSince: [session('c', true)] };
    expect(settledSoFar(before, now)).toEqual({
      givenUp: [session('a', true), session('b'), session('d')],
      endedSince: [session('c', true)],
    });
  });

  it('has the trouble of the last word', () => {
    const nothing = { givenUp: [], endedSince: [] };
    expect(settledSoFar(nothing, { ...nothing, trouble: 'away' })).toEqual({ ...nothing, trouble: 'away' });
  });
});

describe('what going back loses', () => {
  const hop = (...kinds: string[]) => ({
    phases: [{ steps: kinds.map((kind) => ({ id: `1.${kind}`, kind })) }],
  });
  const plan = {
    hops: [
      hop('service.stop', 'service.start'),
      { phases: [{ steps: [{ id: '2.migrate', kind: 'schema.migrate' }] }] },
    ],
  } as unknown as Plan;
  const step = (id: string, more: Partial<StepView> = {}): StepView => ({
    step: id,
    hop: 1,
    title: id,
    state: 'done',
    ...more,
  });
  const start = (id: string, second: number, more: Partial<StepView> = {}): StepView =>
    step(id, {
      service: 'starting',
      started: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
      seconds: 2,
      ...more,
    });
  const lost = (steps: readonly StepView[], state = 'running') =>
    lostByGoingBack(plan, { steps, hops: [{ state: 'done' }, { state }] } as unknown as RunView);

  it.each<[string, StepView[], string, object]>([
    [
      'nothing before a migration began',
      [step('1.service.stop', { hop: 0 })],
      'running',
      { restores: false },
    ],
    [
      'nothing once the migration is undone',
      [step('2.migrate', { state: 'undone' })],
      'running',
      { restores: false },
    ],
    [
      'nothing yet while services are away',
      [step('2.migrate', { state: 'running' })],
      'running',
      { restores: true },
    ],
    [
      'nothing yet while none has started again',
      [step('2.migrate'), start('2.start.m1', 5, { state: 'running' })],
      'running',
      { restores: true },
    ],
    [
      'what was written since the first of them answered',
      [
        step('2.migrate'),
        start('2.start.m1', 10),
        start('2.start.a1', 5),
        start('1.start.a1', 1, { hop: 0 }),
      ],
      'running',
      { restores: true, since: '2026-01-01T00:00:07.000Z' },
    ],
    [
      'something, since nobody knows when, where no start tells',
      [
        step('2.migrate'),
        step('2.stop.m1', { service: 'stopping', started: '2026-01-01T00:00:00Z', seconds: 1 }),
      ],
      'done',
      { restores: true },
    ],
  ])('%s', (_what, steps, state, expected) => {
    expect(lost(steps, state)).toEqual(expected);
  });
});
