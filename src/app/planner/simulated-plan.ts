import { loadCatalog } from '../../core/catalog/load-catalog.ts';
import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { findPath } from '../../core/path/find-path.ts';
import type { Policy } from '../../core/path/path.ts';
import type { Plan, Windowing } from '../../core/plan/plan.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { makePlan, type PlanInput } from './make-plan.ts';

const member = (id: string, component: Member['component'], port: number): Member => ({
  id,
  component,
  host: 'local',
  service: { kind: 'process', folder: `/lab/services/${component}` },
  config: `/lab/${component}.toml`,
  workdir: '/lab',
  endpoint: { host: '127.0.0.1', port },
});

/** A cluster of four components. */
const inventory: Inventory = {
  cluster: 'lab',
  hosts: { local: { transport: 'local' } },
  database: { host: '127.0.0.1', port: 5432, name: 'backend', user: 'postgres', password: 'very-secret' },
  etcd: { host: '127.0.0.1', port: 2379, namespace: 'local' },
  api: { url: 'http://127.0.0.1:8081', accessKey: 'AK', secretKey: 'very-secret' },
  proof: { image: 'cr.example.org/stable/python:3.9', architecture: 'x86_64', scalingGroup: 'default' },
  components: [
    member('m1', 'manager', 8081),
    member('a1', 'agent', 6001),
    member('s1', 'storage-proxy', 6022),
    member('w1', 'webserver', 8090),
  ],
};

interface Asked {
  readonly accepted?: readonly string[];
  readonly toRead?: PlanInput['toRead'];
  readonly windows?: Windowing;
  readonly configurations?: ReadonlyMap<string, string>;
  readonly policy?: Policy;
  /** What is found otherwise than in a cluster that is as it should be. */
  readonly found?: Partial<ClusterSnapshot>;
}

/** The plan of that cluster from one release to another, for tests. */
export function planned(from: string, to: string, asked: Asked = {}): Plan {
  const { accepted = [], toRead = [], windows = 'each', configurations = new Map() } = asked;
  const { policy = 'page', found = {} } = asked;
  const catalog = loadCatalog();
  const path = findPath(catalog, parseVersion(from), parseVersion(to), { policy });
  const snapshot: ClusterSnapshot = {
    cluster: 'lab',
    components: inventory.components.map(({ id, component, host }) => ({
      id,
      component,
      host,
      version: from,
      environment: `/lab/environments/${component}-${from}`,
      active: true,
      healthy: true,
      configSha256: 'c0ffee',
    })),
    revisions: catalog.find(parseVersion(from))?.schema.heads ?? [],
    registries: [],
    space: { database: 1e6, free: 1e9 },
    rows: {},
    restoreObstacles: [],
    ownDatabases: [],
    configKeys: [],
    agentGroups: [],
    proxiedGroups: [],
    workloads: { running: 0, inFlight: 0, pending: 0 },
    ...found,
  };
  return makePlan({
    inventory,
    snapshot,
    catalog,
    path,
    windows,
    findings: [],
    accepted,
    toRead,
    configurations,
  });
}
