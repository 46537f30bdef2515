import type { ComponentName } from '../core/cluster/inventory.ts';
import { parseVersion } from '../core/versions/parse-version.ts';
import { parseRange } from '../core/versions/version-range.ts';

/** What a sandbox knows of one of its components beside the content of its files. */
interface SandboxMember {
  readonly component: ComponentName;
  /** Its id in cluster.yaml. */
  readonly id: string;
  /** Its configuration file's name, in its working folder. */
  readonly configName: string;
  /** Releases that a sandbox has it in, as in `parseRange`. */
  readonly releases: string;
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
    releases: '*',
    endpoint: 'manager',
    ports: ['manager', 'managerMonitor', 'managerMonitorWeb'],
  },
  {
    component: 'agent',
    id: 'a1',
    configName: 'agent.toml',
    releases: '*',
    endpoint: 'agent',
    ports: ['agent', 'agentSocket', 'agentMetadata', 'agentMonitor', 'agentMonitorWeb'],
  },
  {
    component: 'storage-proxy',
    id: 's1',
    configName: 'storage-proxy.toml',
    releases: '*',
    endpoint: 'storageManager',
    ports: ['storageClient', 'storageManager', 'storageMonitor', 'storageMonitorWeb'],
  },
  {
    component: 'webserver',
    id: 'w1',
    configName: 'webserver.conf',
    releases: '*',
    endpoint: 'webserver',
    ports: ['webserver'],
  },
] as const satisfies readonly SandboxMember[];

const serverPorts = ['postgres', 'redis', 'etcd', 'etcdPeer'] as const;

export type PortName = (typeof serverPorts)[number] | (typeof members)[number]['ports'][number];
type Member = (typeof members)[number];

/** Of all components, for a sandbox may be upgraded to a release that has others. */
export const portNames: readonly PortName[] = [...serverPorts, ...members.flatMap(({ ports }) => ports)];

/** The components of a sandbox made at this release, the manager first. */
export function componentsOf(version: string): readonly ComponentName[] {
  const parsed = parseVersion(version);
  return members.filter(({ releases }) => parseRange(releases).has(parsed)).map(({ component }) => component);
}

export function memberOf(component: ComponentName): Member {
  const found = members.find((each) => each.component === component);
  if (!found) throw new Error(`a sandbox has no ${component}`);
  return found;
}
