import type { HostPython } from '../../core/cluster/host-python.ts';
import type { HostTold } from '../../core/cluster/host-snapshot.ts';
import type { Inventory } from '../../core/cluster/inventory.ts';
import type { LockSnapshot } from '../../core/cluster/lock.ts';
import type { RowQuestion } from '../../core/cluster/rows.ts';
import type { ServerVersions } from '../../core/cluster/server-versions.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import type { StoreBeside } from '../../core/cluster/store-beside.ts';
import type { BehindAgent } from '../../core/run/behind-agents.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import type { ServiceReader } from '../../io/services/port.ts';
import type { ContextDatabase, MemberAnswer, OwnDatabase, Strangers } from '../steps/context.ts';
import type { ContextConfigStore } from '../steps/context-config-store.ts';
import type { WorkloadDoors } from './see-workloads.ts';

/** All that looking at a cluster takes; nothing here can change it. */
export interface Readers {
  readonly inventory: Inventory;
  /** Files with secrets in them that others than their owner may read. */
  readonly openFiles: readonly string[];
  readonly host: (name: string) => HostReader;
  /** A host as root sees it. @throws BaiupError `host.no-root` from each verb, where we may not be */
  readonly asRoot: (host: string) => HostReader;
  /** Why we may not be root on a host; undefined where we may. @throws BaiupError where it cannot be reached */
  readonly noRoot: (host: string) => Promise<HostTold | undefined>;
  readonly service: (member: string) => ServiceReader;
  readonly strangers: Pick<Strangers, 'inPlaceOf'>;
  readonly database: Pick<
    ContextDatabase,
    | 'revisions'
    | 'schema'
    | 'views'
    | 'others'
    | 'timeouts'
    | 'mayEndOthers'
    | 'workloads'
    | 'sessions'
    | 'rows'
    | 'restorable'
    | 'asideObstacles'
    | 'scratches'
    | 'size'
    | 'proxyDoors'
    | 'agentGroups'
    | 'slots'
  >;
  readonly ownDatabase: (member: string) => OwnDatabase;
  /** Where sessions and what belongs to them are read. */
  readonly workloads: WorkloadDoors;
  /** What checks ask of the database, by their code. */
  readonly questions: Readonly<Record<string, RowQuestion>>;
  readonly configStore: Pick<ContextConfigStore, 'registries' | 'slots' | 'managerStatus' | 'keys'>;
  /** Namespaces of its etcd in which managers have served; undefined where the user of cluster.yaml may not look. */
  readonly namespaces: () => Promise<readonly string[] | undefined>;
  /** Milliseconds since the epoch, by this machine's clock. */
  readonly now: () => number;
  /** The Pythons of this machine. */
  readonly pythonsHere: () => Promise<readonly HostPython[]>;
  /** Bytes free where the journal and its dumps are kept. */
  readonly freeBytes: () => Promise<number>;
  /** Versions of the servers beside the components. */
  readonly servers: () => Promise<ServerVersions>;
  /** What is free where a host keeps the dumps; undefined where this machine does. */
  readonly dumpRooms: () => Promise<NonNullable<ClusterSnapshot['dumpRooms']>>;
  /** Who has the cluster; undefined where it is free. */
  readonly lock: () => Promise<LockSnapshot | undefined>;
  /** Why the API at `api.url` does not serve us; undefined where it does. */
  readonly apiTrouble: () => Promise<string | undefined>;
  /** Who its key is of, where that is no superadmin. */
  readonly apiRole: () => Promise<string | undefined>;
  /** The run of this machine that is unfinished, where nobody has the cluster. */
  readonly unfinished: () => Promise<ClusterSnapshot['unfinished']>;
  /** Whether runs are kept where the cluster's databases are; undefined where they are not. */
  readonly storeBeside: () => Promise<StoreBeside | undefined>;
  /** Agents that runs of this machine have postponed. */
  readonly behind: () => Promise<readonly BehindAgent[]>;
  readonly askMember: (member: string, timeoutMs: number) => Promise<MemberAnswer>;
}
