import { describe, expect, it } from 'vitest';
import type { ServiceState } from '../../io/services/port.ts';
import { componentProve } from './component-prove.ts';
import type { StepContext } from './context.ts';
import { livedSince } from './lived-since.ts';
import { noStrangers } from './no-strangers.ts';

const life = (upMs: number, more: Partial<ServiceState['life']> & { active?: boolean } = {}) => {
  const { active = true, ...rest } = more;
  return { active, environment: '/e', life: { upMs, restarts: 0, turns: false, ...rest } };
};

it('waits until a service has lived for a while: what lacks something ends a few seconds after its start', async () => {
  const up = [1_000, 7_999, 8_000];
  const context = {
    strangers: noStrangers,
    signal: new AbortController().signal,
    askMember: async () => ({ version: '2', healthy: true }),
    service: () => ({ state: async () => life(up.shift() ?? 0) }),
  } as unknown as StepContext;
  await componentProve.apply({ member: 'm1', component: 'manager', version: '2' }, context, 'todo');
  expect(up).toEqual([]);
});

describe('how long a service has lived', () => {
  it.each<[string, ReturnType<typeof life>[], number]>([
    ['is the life that it is in', [life(1000), life(3000)], 3000],
    ['is several lives, where somebody restarts it', [life(5000), life(500), life(4000)], 9000],
    [
      'goes on while it is on its way down and up',
      [life(5000), life(5200, { active: false, turns: true }), life(4000)],
      9000,
    ],
    [
      'begins anew where it ended by itself, and its manager started it again',
      [life(5000), life(500, { restarts: 1 }), life(4000, { restarts: 1 })],
      4000,
    ],
    [
      'begins anew where it ended by itself, and somebody started it again',
      [life(5000), life(0, { active: false }), life(4000)],
      4000,
    ],
    [
      'goes on once it was started on request again',
      [life(5000, { restarts: 2 }), life(4000, { restarts: 0 })],
      9000,
    ],
    ['is nothing where it does not run', [life(9000, { active: false })], 0],
  ])('%s', (_what, looks, milliseconds) => {
    const lived = livedSince();
    expect(looks.map((each) => lived(each)).at(-1)).toBe(milliseconds);
  });

  it('is not known of a plain process', () => {
    expect(livedSince()({ active: true, environment: '/e' })).toBeUndefined();
  });
});
