import { expect, it } from 'vitest';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import { positionOf } from './position.ts';

const step = (id: string) => ({ step: id, hop: 0, title: id });
const started = (id: string): RunFact => ({ kind: 'step.started', ...step(id) });
const finished = (id: string): RunFact => ({ kind: 'step.finished', seconds: 1, ...step(id) });
const undone = (id: string): RunFact => ({ kind: 'step.undone', seconds: 1, ...step(id) });
const failed = (kind: 'step.failed' | 'step.undo-failed', id: string): RunFact => ({
  kind,
  seconds: 1,
  failure: { code: 'x', message: 'x' },
  ...step(id),
});
const why = { code: 'x', message: 'x' };
const postponed: RunFact = { kind: 'member.postponed', hop: 0, member: 'a3', host: 'h3', why };
const waveStopped: RunFact = {
  kind: 'wave.stopped',
  hop: 0,
  wave: 1,
  name: 'wave 1 of 2',
  members: ['a3'],
  why,
};
const undoing: RunFact = { kind: 'undo.started', why: 'rollback', hops: [0, 1], who: 'ana' };

const read = (facts: readonly RunFact[]) => {
  const position = positionOf(
    facts.map((fact, index): RunEvent => ({ seq: index + 1, at: '', run: 'r-1', ...fact })),
  );
  return Object.fromEntries(
    Object.entries(position).map(([key, value]) => [
      key,
      value instanceof Set || value instanceof Map ? [...value] : value,
    ]),
  );
};

const nothing = {
  done: [],
  touched: [],
  undone: [],
  reopened: [],
  proven: [],
  asked: [],
  approved: [],
  postponed: [],
  waveBack: undefined,
  undoing: undefined,
  hasStopped: false,
};

it.each<[string, RunFact[], object]>([
  ['nothing', [], {}],
  ['an agent that is postponed', [postponed], { postponed: [['a3', 'x']] }],
  ['a wave that goes back', [waveStopped], { waveBack: { hop: 0, wave: 1 } }],
  ['one that went back', [waveStopped, { kind: 'wave.undone', hop: 0, wave: 1, left: [] }], {}],
  ['a step that began', [started('a')], { touched: ['a'] }],
  ['one that ended', [started('a'), finished('a')], { touched: ['a'], done: ['a'] }],
  ['one that failed', [started('a'), failed('step.failed', 'a')], { touched: ['a'] }],
  ['one that was undone', [started('a'), finished('a'), undone('a')], { undone: ['a'] }],
  [
    'one that was undone in vain',
    [started('a'), finished('a'), undone('a'), failed('step.undo-failed', 'a')],
    { touched: ['a'], reopened: ['a'] },
  ],
  [
    'one that was undone and is lost since',
    [started('a'), undone('a'), { kind: 'step.undo-lost', ...step('a') }],
    { touched: ['a'], reopened: ['a'] },
  ],
  [
    'one whose undo failed at once',
    [started('a'), finished('a'), failed('step.undo-failed', 'a')],
    { touched: ['a'], done: ['a'] },
  ],
  [
    'one that was undone again',
    [started('a'), undone('a'), failed('step.undo-failed', 'a'), undone('a')],
    { undone: ['a'] },
  ],
  ['one that began again', [started('a'), undone('a'), started('a')], { touched: ['a'] }],
  [
    'one that was reopened and began again',
    [started('a'), undone('a'), failed('step.undo-failed', 'a'), started('a')],
    { touched: ['a'] },
  ],
  [
    'a service that is stopped, then one that is started',
    [
      { ...started('a'), service: 'stopping' } as RunFact,
      { ...started('b'), service: 'starting' } as RunFact,
    ],
    { touched: ['a', 'b'], hasStopped: true },
  ],
  ['a service that is started', [{ ...started('a'), service: 'starting' } as RunFact], { touched: ['a'] }],
  ['a hop that ended', [{ kind: 'hop.finished', hop: 1 }], { proven: [1] }],
  [
    'an approval that is asked for and given',
    [
      { kind: 'approval.asked', how: 'x', ...step('a') },
      { kind: 'approval.asked', how: 'x', ...step('b') },
      { kind: 'approval.given', who: 'ana', by: 'approve', ...step('a') },
    ],
    { asked: ['a', 'b'], approved: ['a'] },
  ],
  ['a way back that began', [undoing], { undoing: { why: 'rollback', hops: [0, 1] } }],
  [
    'a way back that broke',
    [undoing, { kind: 'run.finished', state: 'broken', left: [] }],
    { undoing: { why: 'rollback', hops: [0, 1] } },
  ],
  ['a way back that ended', [undoing, { kind: 'run.finished', state: 'rolled-back' }], {}],
])('%s', (_what, facts, expected) => {
  expect(read(facts)).toEqual({ ...nothing, ...expected });
});
