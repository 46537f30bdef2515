import { describe, expect, it } from 'vitest';
import { servicesDown } from './services-down.ts';
import type { HopView, StepView } from './view.ts';

const step = (service: 'stopping' | 'starting', member: string, state: StepView['state']): StepView => ({
  step: `1.${service}.${member}`,
  hop: 0,
  title: `${service} ${member}`,
  state,
  service,
  member,
});
const hop = (state: HopView['state']): HopView => ({ from: '1', to: '2', kind: 'major', state });

describe('services that a run left down', () => {
  it.each<[string, HopView['state'], StepView[], string[]]>([
    ['none before the first stop', 'running', [], []],
    ['one that is being stopped', 'running', [step('stopping', 'm1', 'running')], ['m1']],
    ['one whose stop failed: nobody knows', 'failed', [step('stopping', 'm1', 'failed')], ['m1']],
    [
      'not one that was started again',
      'running',
      [step('stopping', 'm1', 'done'), step('stopping', 'a1', 'done'), step('starting', 'm1', 'done')],
      ['a1'],
    ],
    [
      'one whose start is under way or failed',
      'failed',
      [
        step('stopping', 'm1', 'done'),
        step('stopping', 'a1', 'done'),
        step('starting', 'm1', 'running'),
        step('starting', 'a1', 'failed'),
      ],
      ['m1', 'a1'],
    ],
    ['one whose way back failed', 'failed', [step('stopping', 'm1', 'undo-failed')], ['m1']],
    ['not one that went back', 'undone', [step('stopping', 'm1', 'undone')], []],
    [
      'not one that is only prepared',
      'running',
      [{ ...step('stopping', 'm1', 'done'), service: undefined }],
      [],
    ],
    ['none of a hop that is done: wsproxy goes for good', 'done', [step('stopping', 'x1', 'done')], []],
  ])('%s', (_what, state, steps, down) => {
    expect(servicesDown({ hops: [hop(state)], steps })).toEqual(down);
  });
});
