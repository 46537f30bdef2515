import type { RunView } from '../../../core/run/view.ts';

/** A run of one hop as it goes, for tests of what is shown of it. */
export const simulatedView = (change: Partial<RunView> = {}): RunView => ({
  run: 'r-1',
  plan: 'p-1',
  cluster: 'lab',
  from: '24.03.11',
  to: '24.09.4',
  who: 'ana@desk',
  state: 'running',
  started: '2026-11-27T12:00:00Z',
  hops: [{ from: '24.03.11', to: '24.09.4', kind: 'major', state: 'running' }],
  steps: [],
  downtime: { predicted: 1 },
  ...change,
});
