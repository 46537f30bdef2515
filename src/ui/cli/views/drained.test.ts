import { expect, it } from 'vitest';
import type { StepView } from '../../../core/run/view.ts';
import { drainedLines } from './drained.ts';

const step = (id: string, result: unknown): StepView => ({
  ...{ step: id, hop: 0, title: 'Drain', state: 'done', result },
});

it('what a drain has ended and left is told, and who waits for a place no more', () => {
  const steps = [
    step('1.drain.users', {
      ...{ sessions: 3, ended: ['late of ben (interactive, RUNNING)'] },
      left: ['a\u001b[2J of ana (batch, RUNNING)'],
    }),
    step('1.return.workloads', {
      left: ['endpoint chat has 5 replicas, which another program has set; it had 2'],
      lost: [
        { id: '7', name: 'train', owner: 'ana@example.com' },
        { id: '8', name: 'try' },
      ],
    }),
  ];
  expect(drainedLines({ steps })).toEqual([
    '  Sessions that were ended:',
    '    late of ben (interactive, RUNNING)',
    '  Left as it is:',
    '    a\\u001b[2J of ana (batch, RUNNING)',
    '  Left as it is:',
    '    endpoint chat has 5 replicas, which another program has set; it had 2',
    '  Sessions that waited for a place, and do so no more:',
    '    train of ana@example.com (7)',
    '    try of nobody known (8)',
  ]);
});

it('many are cut short, and the step that has all of them is named', () => {
  const left = Array.from({ length: 23 }, (_, index) => `session ${index}`);
  const lines = drainedLines({ steps: [step('1.drain.users', { left })] });
  expect(lines).toHaveLength(22);
  expect(lines.at(-1)).toBe('    and 3 more, all of them in the result of 1.drain.users');
});

it.each([
  ['1.drain.users', { sessions: 3 }],
  ['1.drain.users', undefined],
  ['1.return.workloads', { gave: ['the managers are running'], left: [] }],
  ['1.prove.m1', { left: ['of another step'] }],
])('of %s with %j nothing is said', (id, result) => {
  expect(drainedLines({ steps: [step(id, result)] })).toEqual([]);
});
