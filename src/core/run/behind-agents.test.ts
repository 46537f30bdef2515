import { describe, expect, it } from 'vitest';
import { behindAgents } from './behind-agents.ts';

type Run = Parameters<typeof behindAgents>[0][number];

const why = { code: 'host.unreachable', message: 'h3 does not answer' };
const run = (name: string, more: Partial<Run> = {}): Run => ({
  run: name,
  to: '24.03.11',
  state: 'done',
  steps: [],
  ...more,
});
const postponed = [{ member: 'a3', host: 'h3', why }];
const starts = (member: string): Run['steps'] => [
  { step: `1.start.${member}`, hop: 0, title: '', state: 'done', service: 'starting', member },
];

describe('agents that are behind', () => {
  it('are those that a run has postponed, and why', () => {
    expect(behindAgents([run('r-1', { postponed })])).toEqual([
      { member: 'a3', host: 'h3', run: 'r-1', to: '24.03.11', why: 'h3 does not answer' },
    ]);
  });

  it.each([
    ['a later run brought them further', [run('r-1', { postponed }), run('r-2', { steps: starts('a3') })], 0],
    ['a later run turned others', [run('r-1', { postponed }), run('r-2', { steps: starts('a2') })], 1],
    [
      'the later run went back',
      [run('r-1', { postponed }), run('r-2', { steps: starts('a3'), state: 'rolled-back' })],
      1,
    ],
    ['their run went back', [run('r-1', { postponed, state: 'rolled-back' })], 0],
  ] as const)('%s', (_what, runs, count) => {
    expect(behindAgents(runs)).toHaveLength(count);
  });
});
