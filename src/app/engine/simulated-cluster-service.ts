import { createHash } from 'node:crypto';
import type { Service } from '../../io/services/port.ts';
import { releaseOf, type SimulatedCluster } from './simulated-cluster.ts';
import type { SimulatedProcess } from './simulated-process.ts';

type Life = Pick<SimulatedProcess, 'instant'>;

/** A member's service of a simulated cluster, through a process that may die. */
export function simulatedClusterService(cluster: SimulatedCluster, life: Life, id: string): Service {
  const { host } = cluster.member(id);
  const change = async (act: () => void): Promise<void> => {
    await life.instant();
    cluster.reach(host);
    act();
    await life.instant();
  };
  return {
    state: async () => {
      await life.instant();
      cluster.reach(host);
      const { environment, runs } = cluster.service(id);
      return { environment, active: runs !== undefined };
    },
    program: async () => ({ arguments: ['-m', 'program'], cwd: '/', variables: {} }),
    logTail: async () => `${id} has nothing to say`,
    start: async () => {
      const { parked } = cluster.service(id);
      await change(() => {
        cluster.start(id);
        cluster.service(id).parked = undefined;
      });
      return { parked: parked !== undefined && parked === cluster.service(id).runs };
    },
    park: async ({ environment, instead }) => {
      const { config } = cluster.member(id);
      const text = cluster.read(host, instead?.copy ?? config) ?? '';
      await change(() => {
        cluster.service(id).parked = environment;
      });
      const read = { [config]: createHash('sha256').update(text).digest('hex') };
      return { environment, version: releaseOf(environment), read };
    },
    standIn: {
      runs: async () => {
        await life.instant();
        cluster.reach(host);
        return cluster.service(id).standIn;
      },
      start: ({ environment }) => change(() => cluster.startStandIn(id, environment)),
      end: async () => {
        await change(() => cluster.endStandIn(id));
        return { killed: false };
      },
    },
    answer: async (who) => {
      await life.instant();
      cluster.reach(host);
      const { runs, standIn, hangs } = cluster.service(id);
      const from = who === 'service' ? !hangs && runs : standIn;
      if (!from) return undefined;
      const told = releaseOf(from);
      return { status: 200, text: JSON.stringify({ manager: told, version: told, 'storage-proxy': told }) };
    },
    parked: async () => {
      await life.instant();
      cluster.reach(host);
      const { parked: environment } = cluster.service(id);
      return environment === undefined
        ? undefined
        : { environment, version: releaseOf(environment), read: {} };
    },
    unpark: () =>
      change(() => {
        cluster.service(id).parked = undefined;
      }),
    stop: async () => {
      await change(() => cluster.stop(id));
      return { killed: false };
    },
    linkEnvironment: async () => true,
    forgetLink: async () => undefined,
    switchEnvironment: (environment) =>
      change(() => {
        cluster.service(id).environment = environment;
      }),
  };
}
