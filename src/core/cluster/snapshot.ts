import type { Finding } from '../../lib/finding.ts';
import type { AgentGroup } from '../catalog/rules/key-move.ts';
import type { BehindAgent } from '../run/behind-agents.ts';
import type { WorkloadTotals } from '../workloads/totals.ts';
import type { OthersAtDatabase } from './database-session.ts';
import type { EnvironmentName } from './environment-name.ts';
import type { HostPython } from './host-python.ts';
import type { HostSnapshot } from './host-snapshot.ts';
import type { ComponentName } from './inventory.ts';
import type { LockSnapshot } from './lock.ts';
import type { Plugin } from './plugin.ts';
import type { RegistryTrouble } from './registry-trouble.ts';
import type { FoundRows } from './rows.ts';
import type { ServerVersions } from './server-versions.ts';
import type { SiteObjects } from './site-objects.ts';
import type { Slots } from './slots.ts';
import type { StartedBy } from './started-by.ts';
import type { StoreBeside } from './store-beside.ts';
import type { Stranger } from './stranger.ts';
import type { UnitSnapshot } from './unit-snapshot.ts';

/** Something unusual in an environment, in words. */
export interface EnvironmentNote {
  /**
   * `no-release`: its version cannot be told; `source`: it runs from a source folder; `changed`: its code was
   * changed in place; `stray`: files are no package's; `unread`: what it holds
   * cannot be read; `unusual`: a remark.
   */
  readonly kind: 'no-release' | 'source' | 'unread' | 'changed' | 'stray' | 'unusual';
  readonly text: string;
}

/** One component as it was found. */
export interface MemberSnapshot {
  readonly id: string;
  readonly component: ComponentName;
  readonly host: string;
  /** Its host does not answer, or it cannot be looked at: nothing of it is known, and `trouble` says why. */
  readonly unseen?: true;
  /** The version installed in its environment, as printed; undefined where the environment holds none. */
  readonly version: string | undefined;
  /** What is unusual in its environment. */
  readonly environmentNotes?: readonly EnvironmentNote[];
  /** Who else serves in its place. */
  readonly strangers?: readonly Stranger[];
  /** How its service starts it. */
  readonly startedBy?: StartedBy;
  /** Its unit, where systemd runs it. */
  readonly unit?: UnitSnapshot;
  /** What its environment holds beside its release, where it holds more. */
  readonly plugins?: readonly Plugin[];
  /** Its virtual environment, absolute. */
  readonly environment: string;
  /** The path by which its unit names that. */
  readonly named?: EnvironmentName;
  /** Why the installed release has no such component; its service is then as it should be when it does not run. */
  readonly absent?: 'not-yet' | 'no-longer';
  /** Whether its service runs. */
  readonly active: boolean;
  /** Whether it answers its own questions with the installed version. */
  readonly healthy: boolean;
  /** Why it is not healthy. */
  readonly trouble?: string;
  /** The ids of the agents that its process has, where there are several. */
  readonly agents?: readonly string[];
  /** Whether its endpoint speaks TLS, by its configuration or by cluster.yaml. */
  readonly tls?: true;
  /** SHA-256 of its configuration file, hex; empty where an absent one has none yet. */
  readonly configSha256: string;
  /** Why that file cannot be read, and where. */
  readonly configTrouble?: { readonly file: string; readonly line: number; readonly what: string };
}

/** A container registry as etcd has it before 24.09. */
export interface RegistrySnapshot {
  /** As the vendor shows it: `cr.backend.ai`, `registry.example.org:5000`. */
  readonly host: string;
  readonly url?: string;
  /** `docker` where nothing is said, as the vendor's reader has it. */
  readonly type: string;
  /** None where the key is missing or empty. */
  readonly projects: readonly string[];
  /** The key, within the namespace, that holds its address; all others lie below. */
  readonly key: string;
  /** All keys that it has. */
  readonly keys: readonly string[];
  /** What keeps it from being moved to the database. */
  readonly troubles: readonly RegistryTrouble[];
}

/** A database that a component has beside the cluster's, as it was found. */
export interface OwnDatabaseSnapshot {
  /** The first member that declares it: what it is known by. */
  readonly member: string;
  /** All that declare it: coordinators may share one. */
  readonly members: readonly string[];
  readonly name: string;
  readonly state: 'there' | 'missing' | 'unreachable';
  /** Why it cannot be reached. */
  readonly trouble?: string;
  /** Rows of its `alembic_version`. */
  readonly revisions: readonly string[];
  /** How many tables it has. */
  readonly tables: number;
  /** Bytes. */
  readonly size: number;
  /** Whether cluster.yaml's role may create it. */
  readonly mayCreate: boolean;
  /** What stands in the way of putting it back. */
  readonly restoreObstacles: readonly Finding[];
  /** Why it cannot be set aside for an upgrade; absent where nobody has looked. */
  readonly asideObstacles?: readonly Finding[];
  /** Who is at it beside its members. */
  readonly others?: OthersAtDatabase;
}

/** A cluster as it was found, read without changing anything. */
export interface ClusterSnapshot {
  readonly cluster: string;
  readonly components: readonly MemberSnapshot[];
  /** In the order of the cluster's file. */
  readonly hosts: readonly HostSnapshot[];
  /** The Pythons of the machine that baiup runs on. */
  readonly pythonsHere: readonly HostPython[];
  /** Rows of the database that checks look for, by the check's code. */
  readonly rows: Readonly<Record<string, FoundRows>>;
  /** Rows of `alembic_version`. */
  readonly revisions: readonly string[];
  readonly registries: readonly RegistrySnapshot[];
  /** Keys of etcd that rules may have moved, within the namespace and without their values. */
  readonly configKeys: readonly string[];
  /** What etcd says of the managers: `running` or `frozen`; absent where none has ever served in the namespace. */
  readonly managerStatus?: string | undefined;
  /** Namespaces in which managers have served, where it is none of them; absent where etcd does not tell. */
  readonly namespaces?: readonly string[] | undefined;
  /** The agents that are known, with their resource groups. */
  readonly agentGroups: readonly AgentGroup[];
  /** In the inventory's order. */
  readonly ownDatabases: readonly OwnDatabaseSnapshot[];
  /** Resource groups that have a proxy. */
  readonly proxiedGroups: readonly string[];
  /** What stands in the way of putting a captured database back. */
  readonly restoreObstacles: readonly Finding[];
  /** Why the database cannot be set aside for an upgrade; absent where nobody has looked. */
  readonly asideObstacles?: readonly Finding[];
  /** Bytes: what the databases take, and what is free where the journal and its dumps are kept. */
  readonly space: { readonly database: number; readonly free: number };
  /** What is free on hosts that keep dumps; absent where all are kept with the journal. */
  readonly dumpRooms?: readonly { readonly host: string; readonly free: number }[];
  readonly workloads: WorkloadTotals;
  /** Who has the cluster; absent where it is free. */
  readonly lock?: LockSnapshot;
  /** The run of this machine that is unfinished though nobody has the cluster, and what to type to finish it. */
  readonly unfinished?: { readonly run: string; readonly who: string; readonly next: string } | undefined;
  /** Agents that runs of this machine have postponed, and that are behind since. */
  readonly behind?: readonly BehindAgent[];
  /** Runs are kept where the cluster's databases are; absent where they are not. */
  readonly storeBeside?: StoreBeside;
  /** Names of the scratch databases beside the cluster's: a run at work has some. */
  readonly scratches: readonly string[];
  /** What the database has beyond its release; absent where the release's package could not be asked. */
  readonly siteObjects?: SiteObjects;
  /** Who is at the database beside the cluster's own members. */
  readonly others?: OthersAtDatabase;
  /** Why the API at `api.url` does not serve us; absent where it does. */
  readonly apiTrouble?: string;
  /** Who the key at `api.accessKey` is of, where that is no superadmin: "a user". */
  readonly apiRole?: string;
  /** The slots that agents have, and those that the database knows. */
  readonly slots?: Slots;
  /** What the servers beside the components say that they are; absent where nobody has asked. */
  readonly servers?: ServerVersions;
  /** Files with secrets in them, cluster.yaml among them, that others than their owner may read. */
  readonly openFiles: readonly string[];
}
