import type { RunFact } from './event.ts';

/** How a run of two hops begins, which foresees nothing. */
export const simulatedBegun: Extract<RunFact, { kind: 'run.started' }> = {
  kind: 'run.started',
  plan: 'p',
  cluster: 'lab',
  from: '1',
  to: '3',
  hops: [
    { from: '1', to: '2', kind: 'minor' },
    { from: '2', to: '3', kind: 'major' },
  ],
  predicted: 5,
  who: 'a test',
  accepted: [],
};
