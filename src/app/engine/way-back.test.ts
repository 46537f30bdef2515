import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Plan, PlannedStep } from '../../core/plan/plan.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { type AnyStep, nothingToUndo } from '../steps/step.ts';
import type { Position } from './position.ts';
import { simulatedPlan } from './simulated-world.ts';
import { wayBack } from './way-back.ts';

const kind = (name: string, more: Partial<AnyStep> = {}): AnyStep => ({
  kind: name,
  params: z.object({ of: z.string() }),
  title: () => name,
  estimate: 1,
  probe: async () => 'todo',
  apply: async () => undefined,
  verify: async () => undefined,
  undo: async () => undefined,
  ...more,
});
const steps = [
  kind('look', { undo: nothingToUndo }),
  kind('stop', { member: ({ of }) => of, undoKey: ({ of }) => `start ${of}` }),
  kind('restore', { data: () => 'cluster', undoKey: () => 'restore' }),
  kind('start', { member: ({ of }) => of }),
];

const planned = (id: string, needs: readonly string[] = []): PlannedStep => ({
  id,
  kind: id.split('.')[1] ?? '',
  title: id,
  params: { of: 'm1' },
  needs: [...needs],
  hosts: ['h1'],
  estimate: 1,
});

/** Three hops of: look, stop, then restore, then start. */
function record(): RunRecord {
  const plan = simulatedPlan(3);
  const hops = plan.hops.map((hop, index): Plan['hops'][number] => {
    const n = index + 1;
    const own = [
      planned(`${n}.look`),
      planned(`${n}.stop`, [`${n}.look`]),
      planned(`${n}.restore`, [`${n}.stop`]),
      planned(`${n}.start`, [`${n}.stop`, `${n}.restore`]),
    ];
    return { ...hop, phases: [{ name: 'all', title: 'all', side: 'stopped', steps: own }] };
  });
  return { plan: { ...plan, hops } } as unknown as RunRecord;
}

const position = (touched: readonly string[], more: Partial<Position> = {}): Position => ({
  done: new Set(),
  touched: new Set(touched),
  undone: new Set(),
  reopened: new Set(),
  proven: new Set(),
  postponed: new Map(),
  waveBack: undefined,
  asked: new Set(),
  approved: new Set(),
  undoing: undefined,
  hasStopped: false,
  ...more,
});
const all = (...hops: readonly number[]) =>
  hops.flatMap((n) => [`${n}.look`, `${n}.stop`, `${n}.restore`, `${n}.start`]);

it('is the plan turned round, past what has nothing to undo', () => {
  const { nodes, needs } = wayBack({ record: record(), steps }, [1], position(all(2)));
  const hosts = ['h1'];
  expect(nodes).toEqual([
    { id: '2.look', needs: ['2.stop'], barrier: true },
    { id: '2.stop', needs: ['2.restore', '2.start'], hosts },
    { id: '2.restore', needs: ['2.start'], hosts },
    { id: '2.start', needs: [], hosts },
  ]);
  expect([...needs]).toEqual([
    ['2.look', []],
    ['2.stop', ['2.look']],
    ['2.restore', ['2.stop']],
    ['2.start', ['2.stop', '2.restore']],
  ]);
});

it('is that of what began in its hops, and says whom and what each concerns', () => {
  const { steps: back } = wayBack(
    { record: record(), steps },
    [0, 1],
    position([...all(1), '2.look', '2.stop']),
  );
  expect(
    [...back].map(([id, { member, data, params, overwritten }]) => ({
      id,
      member,
      data,
      params,
      overwritten,
    })),
  ).toEqual([
    { id: '1.stop', member: 'm1', data: undefined, params: { of: 'm1' }, overwritten: false },
    { id: '1.restore', member: undefined, data: 'cluster', params: { of: 'm1' }, overwritten: false },
    { id: '1.start', member: 'm1', data: undefined, params: { of: 'm1' }, overwritten: false },
    { id: '2.stop', member: 'm1', data: undefined, params: { of: 'm1' }, overwritten: true },
  ]);
});

it.each([
  ['all hops', [0, 1, 2], ['2.stop', '2.restore', '3.stop', '3.restore']],
  ['the last two', [1, 2], ['3.stop', '3.restore']],
  ['the last', [2], []],
])('of several undos of one thing only the earliest counts: %s', (_which, hops, expected) => {
  const { steps: back } = wayBack({ record: record(), steps }, hops, position(all(1, 2, 3)));
  expect([...back].flatMap(([id, { overwritten }]) => (overwritten ? [id] : []))).toEqual(expected);
});

it('has left what was undone, unless it did not come about', () => {
  const reopened = new Set(['1.stop']);
  const way = wayBack(
    { record: record(), steps },
    [0],
    position(['1.look', '1.stop'], { undone: new Set(['1.restore', '1.start']), reopened }),
  );
  expect([...way.steps.keys()]).toEqual(['1.stop', '1.restore', '1.start']);
  expect([...way.pending]).toEqual(['1.stop']);
  expect(way.reopened).toBe(reopened);
});
