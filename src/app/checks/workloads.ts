import type { Drain } from '../../core/workloads/drain.ts';
import { durationText } from '../../lib/duration.ts';
import type { Check, CheckInput } from './check.ts';

const source = "vendor's page: terminate every workload before the upgrade";

/** With a drain it is only told: the plan has steps for it. */
function severityOf({ drain }: CheckInput) {
  if (!drain) return { severity: 'warning' } as const;
  return {
    severity: 'info',
    handled: `they are drained first, for at most ${durationText(drain.seconds)}`,
  } as const;
}

/** Sessions that are given up run on as without a drain. */
const isGivenUp = ({ drain }: CheckInput): boolean =>
  drain !== undefined &&
  [drain.policy, ...Object.values(drain.kinds ?? {}), ...Object.values(drain.labels ?? {})].includes(
    'give-up' as Drain['policy'],
  );

export const workloadsRunning: Check = {
  code: 'workloads.running',
  find: (input) => {
    const { cluster, workloads } = input.snapshot;
    if (input.hops.length === 0 || workloads.running === 0) return [];
    const said = isGivenUp(input) ? ({ severity: 'warning' } as const) : severityOf(input);
    return [
      {
        code: 'workloads.running',
        ...said,
        subject: cluster,
        summary: `${workloads.running} sessions run; during the outage they have no API, and may end`,
        hint: 'see them with baiup workloads, and let the plan drain them (baiup plan TO --drain end), end them first, or accept it: --accept workloads.running',
        source,
      },
    ];
  },
};

/** A manager stopped while a session is being prepared leaves it so for good (seen live on 24.03.11). */
export const workloadsInFlight: Check = {
  code: 'workloads.in-flight',
  find: (input) => {
    const { cluster, workloads } = input.snapshot;
    const count = workloads.inFlight + workloads.pending;
    if (input.hops.length === 0 || count === 0) return [];
    return [
      {
        code: 'workloads.in-flight',
        ...severityOf(input),
        subject: cluster,
        summary: `${count} sessions start, end or wait at this moment; a stop now would leave them stuck`,
        hint: 'see them with baiup workloads, and let the plan drain them (baiup plan TO --drain end), wait until there are none, or accept it: --accept workloads.in-flight',
        source,
      },
    ];
  },
};

/** Who cannot see what is under way does not say that nothing is. */
export const workloadsUnknown: Check = {
  code: 'workloads.unknown',
  find: ({ hops, snapshot: { cluster, workloads } }) => {
    if (hops.length === 0) return [];
    const unknown = [
      ...(workloads.tasks === undefined
        ? [
            {
              summary:
                'background tasks are not known, because Redis does not tell; a stop ends those under way half done',
              hint: "see that a manager's host reaches the Redis of config/redis in etcd, or ask who uses the cluster",
            },
          ]
        : []),
      ...(workloads.uploads === undefined
        ? [
            {
              summary:
                "uploads are not known, because a storage-proxy's host does not show which files it has open; a stop ends those under way half done",
              hint: 'let baiup be root there (sudo), or ask who uses the cluster',
            },
          ]
        : []),
    ];
    return unknown.map((each) => ({
      ...({ code: 'workloads.unknown', severity: 'warning', subject: cluster } as const),
      ...each,
    }));
  },
};

/** Managers, agents and storage-proxies cancel what they do in the background when they stop. No release tries all of it again. */
export const workloadsBackground: Check = {
  code: 'workloads.background',
  find: ({ hops, snapshot: { cluster, workloads } }) => {
    const { tasks = 0, uploads = 0 } = workloads;
    if (hops.length === 0 || tasks + uploads === 0) return [];
    return [
      {
        code: 'workloads.background',
        severity: 'warning',
        subject: cluster,
        summary: `${tasks} background tasks and ${uploads} uploads are under way; a stop ends them half done`,
        hint: 'see them with baiup workloads, and wait until there are none, or accept it: --accept workloads.background',
        source: "the vendor's BackgroundTaskManager.shutdown cancels what is left (22.09 to 26.08)",
      },
    ];
  },
};
