import type { LiveSession } from '../../core/cluster/live-session.ts';
import type { RunEvent } from '../../core/run/event.ts';
import type { Drain } from '../../core/workloads/drain.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { inProcessEngine } from './in-process.ts';
import { SimulatedCluster } from './simulated-cluster.ts';
import { type Life, live, newRun } from './simulated-life.ts';

const users = { accessKey: 'AK', owner: 'ana@example.com', status: 'RUNNING', agents: ['i-a1'] };
const one = { ...users, id: '1', name: 'one', kind: 'interactive' };
const two = { ...users, id: '2', name: 'two', kind: 'batch' };

/** What lets sessions begin. */
const intake = ({ database, etcd }: SimulatedCluster) => ({
  status: etcd['manager/status'],
  schedulable: database.schedulable,
  replicas: database.replicas,
});

/** What tests of a drain have in common: sessions of somebody, a run that drains them, and what is looked at then. */
export const simulatedDrain = {
  users,
  one,
  two,
  /** Seconds until a deadline that is not waited for. */
  soon: 0.01,
  intake,
  open: intake(new SimulatedCluster('24.03.11', 2)),
  run: async (folder: string, drain: Drain, sessions: readonly LiveSession[] = [one, two]) => {
    const { cluster, record } = await newRun(folder, { drain });
    cluster.database.sessions = sessions;
    const begin = (drive: Life['drive'] = {}) => live(cluster, record, inProcessEngine.advance, { drive });
    return { cluster, record, begin };
  },
  stopped: async (record: RunRecord): Promise<boolean> =>
    (await record.events()).some((event) => event.kind === 'step.started' && event.service === 'stopping'),
  /** Does something as soon as a step has begun. */
  once:
    (id: string, act: () => void) =>
    (event: RunEvent): void => {
      if (event.kind === 'step.started' && event.step === id) act();
    },
} as const;
