import type { ComponentName } from '../core/cluster/inventory.ts';
import { absentFrom } from '../core/components/absent-from.ts';
import { componentNamed } from '../core/components/index.ts';
import { parseVersion } from '../core/versions/parse-version.ts';

/** What a sandbox knows of one of its components beside the content of its files. */
interface SandboxMember {
  readonly component: ComponentName;
  /** Its id in cluster.yaml. */
  readonly id: string;
  /** Its configuration file's name, in its working folder. */
  readonly configName: string;
  /** The release that it runs from in a sandbox, where that is not the first that has it. */
  readonly since?: string;
  /** Which of its ports tells how it is. */
  readonly endpoint: string;
  /** Names of the ports that it is given. */
  readonly ports: readonly string[];
}

const members = [
  {
    component: 'manager',
    id: 'm1',
    configName: 'manager.toml',
    endpoint: 'manager',
    ports: ['manager', 'managerInternal', 'managerMonitor', 'managerMonitorWeb'],
  },
  {
    component: 'agent',
    id: 'a1',
    configName: 'agent.toml',
    // Older wheels have no dummy backend, and the other backends need containers.
    since: '24.03.7',
    endpoint: 'agent',
    ports: ['agent', 'agentInternal', 'agentSocket', 'agentMetadata', 'agentMonitor', 'agentMonitorWeb'],
  },
  {
    component: 'storage-proxy',
    id: 's1',
    configName: 'storage-proxy.toml',
    endpoint: 'storageManager',
    ports: ['storageClient', 'storageManager', 'storageInternal', 'storageMonitor', 'storageMonitorWeb'],
  },
  {
    component: 'webserver',
    id: 'w1',
    configName: 'webserver.conf',
    endpoint: 'webserver',
    ports: ['webserver'],
  },
  {
    component: 'wsproxy',
    id: 'p1',
    configName: 'wsproxy.toml',
    endpoint: 'wsproxy',
    ports: ['wsproxy', 'wsproxyInternal', 'wsproxyApp', 'wsproxyMonitor', 'wsproxyMonitorWeb'],
  },
  {
    component: 'app-proxy-coordinator',
    id: 'pc1',
    configName: 'app-proxy-coordinator.toml',
    endpoint: 'coordinator',
    ports: ['coordinator', 'coordinatorMonitor', 'coordinatorMonitorWeb'],
  },
  {
    component: 'app-proxy-worker',
    id: 'pw1',
    configName: 'app-proxy-worker.toml',
    endpoint: 'worker',
    ports: ['worker', 'workerApp', 'workerMonitor', 'workerMonitorWeb'],
  },
] as const satisfies readonly SandboxMember[];

const serverPorts = ['postgres', 'redis', 'etcd', 'etcdPeer'] as const;

export type PortName = (typeof serverPorts)[number] | (typeof members)[number]['ports'][number];
type Member = (typeof members)[number];

/** Of all components, for a sandbox may be upgraded to a release that has others. */
export const portNames: readonly PortName[] = [...serverPorts, ...members.flatMap(({ ports }) => ports)];

const all: readonly SandboxMember[] = members;

const absent = ({ component, since }: SandboxMember, version: string) =>
  absentFrom(componentNamed(component), parseVersion(version), since);

/** The components that run in a sandbox at this release, the manager first. */
export function componentsOf(version: string): readonly ComponentName[] {
  return all.filter((each) => absent(each, version) === undefined).map(({ component }) => component);
}

/** Those that its cluster.yaml names: also what only a later release has, so that an upgrade can start it. */
export function declaredAt(version: string): readonly ComponentName[] {
  return all.filter((each) => absent(each, version) !== 'no-longer').map(({ component }) => component);
}

export function memberOf(component: ComponentName): Member & Pick<SandboxMember, 'since'> {
  const found = members.find((each) => each.component === component);
  if (!found) throw new Error(`a sandbox has no ${component}`);
  return found;
}
