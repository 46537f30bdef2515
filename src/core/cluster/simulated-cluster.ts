import type { Inventory, Member } from './inventory.ts';
import type { LockSnapshot } from './lock.ts';
import type { ClusterSnapshot } from './snapshot.ts';

/** A member as tests of pure rooms need one. */
export const simulatedMember = (id: string, component: Member['component'], port = 8081): Member => ({
  id,
  component,
  host: 'local',
  service: { kind: 'process', folder: `/lab/services/${id}` },
  config: `/lab/${component}.toml`,
  workdir: '/lab',
  endpoint: { host: '127.0.0.1', port },
});

/** A cluster on one host, for tests. */
export const simulatedInventory = (components: readonly Member[]): Inventory => ({
  cluster: 'lab',
  hosts: { local: { transport: 'local' } },
  database: { host: '127.0.0.1', port: 5432, name: 'backend', user: 'postgres', password: 'very-secret' },
  etcd: { host: '127.0.0.1', port: 2379, namespace: 'local' },
  api: { url: 'http://127.0.0.1:8081', accessKey: 'AK', secretKey: 'very-secret' },
  proof: { image: 'cr.example.org/stable/python:3.9', architecture: 'x86_64', scalingGroup: 'default' },
  components: [...components],
});

/** The lock of a run that its driver works on, but for what a test changes. */
export const simulatedLockSnapshot = (change: Partial<LockSnapshot> = {}): LockSnapshot => ({
  what: 'run',
  run: 'r-1',
  id: '7f3a9c2e41b0',
  who: 'ana@desk',
  host: 'desk',
  at: '2026-11-27T12:00:00Z',
  why: '24.03.11 → 24.09.4',
  life: 'alive',
  ...change,
});

/** A cluster where nothing is wrong, but for what a test changes. */
export const simulatedSnapshot = (change: Partial<ClusterSnapshot> = {}): ClusterSnapshot => ({
  cluster: 'lab',
  components: [],
  hosts: [],
  pythonsHere: [],
  revisions: ['head'],
  registries: [],
  rows: {},
  managerStatus: 'running',
  restoreObstacles: [],
  ownDatabases: [],
  configKeys: [],
  agentGroups: [],
  proxiedGroups: [],
  space: { database: 1e6, free: 1e9 },
  workloads: { running: 0, inFlight: 0, pending: 0, tasks: 0, uploads: 0 },
  openFiles: [],
  scratches: [],
  ...change,
});
