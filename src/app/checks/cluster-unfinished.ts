import type { Check } from './check.ts';

const code = 'cluster.unfinished';

/** Somebody freed the lock of a run that is neither done nor back: the cluster may be half of each. */
export const clusterUnfinished: Check = {
  code,
  find: ({ snapshot: { cluster, unfinished } }) =>
    unfinished
      ? [
          {
            code,
            severity: 'warning',
            subject: cluster,
            summary: `run ${unfinished.run} of ${unfinished.who} is unfinished, and somebody freed the cluster's lock`,
            hint: `${unfinished.next}. To begin another run on the cluster as it is now: --accept ${code}`,
          },
        ]
      : [],
  stands: true,
};
