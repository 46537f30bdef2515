import { expect, it } from 'vitest';
import type { WholeRun } from '../../../app/records/known-run.ts';
import type { StepView } from '../../../core/run/view.ts';
import { plain } from '../paint.ts';
import { runText } from './run.ts';
import { simulatedView } from './simulated-view.ts';

const view = simulatedView({
  state: 'done',
  hops: [{ from: '24.03.11', to: '24.09.4', kind: 'major', state: 'done' }],
});
const stop = (member: number): StepView => ({
  step: `1.stop.a${member}`,
  hop: 0,
  title: `Stop agent a${member}`,
  state: 'done',
  seconds: member,
  result: { killed: member === 30 },
});

it('a run names each service that did not end by itself, also among ten thousand', () => {
  const run: WholeRun = {
    kind: 'whole',
    run: 'r-1',
    id: '7f3a9c2e41b0',
    folder: '/runs/r-1',
    driver: undefined,
    view: { ...view, steps: Array.from({ length: 10_000 }, (_each, index) => stop(index + 1)) },
    until: '2026-11-27T12:00:30Z',
  };
  const lines = runText(run, plain).split('\n');
  const at = lines.findIndex((line) => line.includes('so it was killed'));
  expect(lines[at - 1]).toContain('Stop agent a30 ');
  expect(lines[at]).toBe('    it did not end by itself, so it was killed after 30.0 s');
  expect(lines.filter((line) => line.includes('so it was killed'))).toHaveLength(1);
});
