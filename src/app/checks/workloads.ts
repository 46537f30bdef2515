import type { Check } from './check.ts';

const source = "vendor's page: terminate every workload before the upgrade";

export const workloadsRunning: Check = {
  code: 'workloads.running',
  find: ({ snapshot: { cluster, workloads }, hops }) => {
    if (hops.length === 0 || workloads.running === 0) return [];
    return [
      {
        code: 'workloads.running',
        severity: 'warning',
        subject: cluster,
        summary: `${workloads.running} sessions run; during the outage they have no API, and may end`,
        hint: 'see them with baiup workloads and end them first, or accept it: --accept workloads.running',
        source,
      },
    ];
  },
};

/** A manager stopped while a session is being prepared leaves it so for good (seen live on 24.03.11). */
export const workloadsInFlight: Check = {
  code: 'workloads.in-flight',
  find: ({ snapshot: { cluster, workloads }, hops }) => {
    const count = workloads.inFlight + workloads.pending;
    if (hops.length === 0 || count === 0) return [];
    return [
      {
        code: 'workloads.in-flight',
        severity: 'warning',
        subject: cluster,
        summary: `${count} sessions start, end or wait at this moment; a stop now would leave them stuck`,
        hint: 'see them with baiup workloads and wait until there are none, or accept it: --accept workloads.in-flight',
        source,
      },
    ];
  },
};
