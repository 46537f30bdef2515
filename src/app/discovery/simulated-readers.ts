import { simulatedInventory } from '../../core/cluster/simulated-cluster.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import type { Readers } from './readers.ts';

const none = async () => [];

/** Readers of a cluster without members, whose database is empty and which nobody has, but for what a test changes. */
export function simulatedReaders(managerStatus: string | undefined, more: Partial<Readers> = {}): Readers {
  const workloads = async () => ({ running: 0, inFlight: 0, pending: 0 });
  return {
    inventory: simulatedInventory([]),
    database: {
      ...{
        proxyDoors: none,
        agentGroups: none,
        scratches: none,
        asideObstacles: none,
        others: none,
        timeouts: none,
        revisions: none,
      },
      ...{ restorable: none, workloads, rows: async () => ({}), size: async () => 0 },
      mayEndOthers: async () => true,
      slots: async () => ({ slots: [] }),
    },
    configStore: { keys: none, slots: none, registries: none, managerStatus: async () => managerStatus },
    questions: {},
    lock: async () => undefined,
    unfinished: async () => undefined,
    behind: async () => [],
    storeBeside: async () => undefined,
    namespaces: async () => ['lab'],
    freeBytes: async () => 1,
    pythonsHere: none,
    dumpRooms: none,
    apiTrouble: async () => undefined,
    apiRole: async () => undefined,
    openFiles: [],
    host: (name: string) => simulatedHost(name, new Map()),
    asRoot: (name: string) => (more.host ?? ((other: string) => simulatedHost(other, new Map())))(name),
    noRoot: async () => undefined,
    workloads: { tasks: none, uploads: none },
    now: () => 0,
    servers: async () => ({}),
    ...more,
  } as unknown as Readers;
}
