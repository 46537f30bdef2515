import { expect, it } from 'vitest';
import type { RunEvent, RunFact } from './event.ts';
import { simulatedBegun } from './simulated-begun.ts';
import { spansOf } from './spans.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const label = (step: string, hop = 0) => ({ step, hop, title: `do ${step}` });
const failure = { code: 'service.not-up', message: 'it did not come up' };

const spansFor = (...facts: readonly RunFact[]) => {
  const hear = spansOf();
  const events = [simulatedBegun, ...facts].map(
    (fact, index): RunEvent => ({ seq: index + 1, at: at(index), run: 'r-1', ...fact }),
  );
  return events.flatMap(hear).map(({ attributes: _told, ...span }) => span);
};

it('tells each step, hop and run once it has ended', () => {
  const spans = spansFor(
    { kind: 'step.started', ...label('1.a') },
    { kind: 'step.finished', seconds: 1, ...label('1.a') },
    { kind: 'hop.finished', hop: 0 },
    { kind: 'run.finished', state: 'done' },
  );
  expect(spans).toEqual([
    { key: '1.a 2', parent: 'hop 0', name: 'do 1.a', started: at(1), ended: at(2), failure: undefined },
    { key: 'hop 0', parent: 'run', name: '1 → 2', started: at(1), ended: at(3) },
    {
      key: 'run',
      parent: undefined,
      name: 'upgrade lab 1 → 3',
      started: at(0),
      ended: at(4),
      failure: undefined,
    },
  ]);
});

it('tells what failed, each attempt, and its way back', () => {
  const spans = spansFor(
    { kind: 'step.started', ...label('1.a') },
    { kind: 'step.failed', seconds: 1, failure, ...label('1.a') },
    { kind: 'step.started', ...label('1.a') },
    { kind: 'step.failed', seconds: 1, failure, ...label('1.a') },
    { kind: 'step.undoing', ...label('1.a') },
    { kind: 'step.undone', seconds: 1, ...label('1.a') },
    { kind: 'run.finished', state: 'failed' },
  );
  expect(spans.map(({ key, name, failure: why }) => [key, name, why?.code])).toEqual([
    ['1.a 2', 'do 1.a', 'service.not-up'],
    ['1.a 4', 'do 1.a', 'service.not-up'],
    ['undo 1.a 6', 'undo: do 1.a', undefined],
    ['hop 0', '1 → 2', undefined],
    ['run', 'upgrade lab 1 → 3', 'run.failed'],
  ]);
});

it('tells nothing of what it did not see begin', () => {
  expect(
    spansFor({ kind: 'step.finished', seconds: 1, ...label('1.a') }, { kind: 'hop.finished', hop: 0 }),
  ).toEqual([]);
});
