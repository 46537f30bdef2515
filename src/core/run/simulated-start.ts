import type { Plan } from '../plan/plan.ts';
import type { RunFact } from './event.ts';

/** How a run of a plan begins in a test. */
export function simulatedStart({ id, cluster, from, to, hops }: Plan): RunFact {
  return {
    kind: 'run.started',
    ...{ plan: id, cluster, from, to, predicted: 1, who: 'a test', accepted: [] },
    hops: hops.map((hop) => ({ from: hop.from, to: hop.to, kind: hop.kind })),
  };
}
