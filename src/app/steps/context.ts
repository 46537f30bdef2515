import type { AgentGroup } from '../../core/catalog/rules/key-move.ts';
import type { ApiPart } from '../../core/census/api-part.ts';
import type { Counted } from '../../core/census/census.ts';
import type { StillHeld } from '../../core/census/compare-answers.ts';
import type { ComponentName, Inventory } from '../../core/cluster/inventory.ts';
import type { LiveSession } from '../../core/cluster/live-session.ts';
import type { FoundRows, RowQuestion } from '../../core/cluster/rows.ts';
import type { SlotType } from '../../core/cluster/slots.ts';
import type { Stranger } from '../../core/cluster/stranger.ts';
import type { CarriedPlugin } from '../../core/components/carried-plugin.ts';
import type { HeldPackage } from '../../core/components/plugins-among.ts';
import type { ConfigurationEdit } from '../../core/configuration/edit.ts';
import type { PredictedHop } from '../../core/plan/predicted-hop.ts';
import type { DatabaseAccess } from '../../core/schema/access.ts';
import type { RevisionDone } from '../../core/schema/revision-done.ts';
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import type { EndpointReplicas, Intake } from '../../core/workloads/intake.ts';
import type { KernelState } from '../../core/workloads/kernel-state.ts';
import type { ProofGround, ProofPlace } from '../../core/workloads/proof-place.ts';
import type { WorkloadTotals } from '../../core/workloads/totals.ts';
import type { AsideDoor } from '../../io/database/aside/aside-door.ts';
import type { AsidePurpose } from '../../io/database/aside/aside-names.ts';
import type { DatabaseView } from '../../io/database/hold-view.ts';
import type { PlannedAnswer } from '../../io/database/migrator-protocol.ts';
import type { ProofStarter } from '../../io/database/proof-ground.ts';
import type { ProxyDoor } from '../../io/database/proxy-doors.ts';
import type { ViewReads } from '../../io/database/read-views.ts';
import type { FoundSlots } from '../../io/database/slot-types.ts';
import type { Host } from '../../io/hosts/port.ts';
import type { Service } from '../../io/services/port.ts';
import type { KernelContainer } from '../../io/workloads/kernel-containers.ts';
import type { SessionProof } from '../../io/workloads/prove-session.ts';
import type { RunnerVolume } from '../../io/workloads/runner-volumes.ts';
import type { Finding } from '../../lib/finding.ts';
import type { AgentRow } from './agent-row.ts';
import type { ContextConfigStore } from './context-config-store.ts';
import type { ContextOthers } from './context-others.ts';
import type { DumpRoom } from './dump-room.ts';
import type { Dumped } from './dumped.ts';

/** What is counted once the new managers start. */
export type HeldView = Pick<DatabaseView, 'census' | 'close'>;

/** A database of the cluster, as far as steps may use it: the managers', or a coordinator's own. */
export interface ContextDatabase extends ContextOthers {
  /** Rows of `alembic_version`, sorted; empty where the table is missing. */
  revisions(): Promise<readonly string[]>;
  /** Makes a folder of the whole database. @param name of the one that was set aside, where it is that */
  dump(folder: string, signal: AbortSignal, name?: string): Promise<Dumped>;
  /** It, what it was before a hop, and its copy. */
  aside(purpose: AsidePurpose): AsideDoor;
  /** Why it cannot be set aside for an upgrade. */
  asideObstacles(): Promise<readonly Finding[]>;
  /** What is free on the host that would keep that dump; undefined for this machine, whose room a run keeps. */
  roomAway(folder: string): Promise<DumpRoom | undefined>;
  /** Whether a dump is still where it was made. */
  keeps(folder: string): Promise<boolean>;
  /** Writes down a dump's checksums: one that is damaged afterwards is not restored. */
  seal(folder: string): Promise<{ readonly files: number; readonly sha256: string }>;
  /** Makes the database equal to a dump; one that fails leaves it as it was. */
  restore(folder: string): Promise<void>;
  schema(): Promise<SchemaSnapshot>;
  /** Views that read its tables. */
  views(): Promise<readonly ViewReads[]>;
  /** Holds its rows as they are now, to be counted while others write. */
  view(): Promise<DatabaseView>;
  /** What agents offer, by their ids. */
  capacity(): Promise<Counted>;
  /** Who owns what, and which roles may use it. */
  access(): Promise<DatabaseAccess>;
  /** What the manager knows of an agent. */
  agent(id: string): Promise<AgentRow | undefined>;
  /** Ids of the kernels that the managers believe to run on an agent. */
  kernelsOn(agent: string): Promise<readonly string[]>;
  /** What the managers know of a kernel, also after its end; undefined where they do not know it. */
  kernel(id: string): Promise<KernelState | undefined>;
  /** The sessions that have not ended. */
  sessions(): Promise<readonly LiveSession[]>;
  /** Where a keypair can start sessions of an image. */
  proofGround(starter: ProofStarter): Promise<ProofGround>;
  /** Of what the API no longer lists, what the database still holds. */
  stillHeld(missing: ReadonlyMap<string, readonly string[]>): Promise<StillHeld>;
  /** How many workloads there are. */
  workloads(): Promise<WorkloadTotals>;
  /** What lets sessions begin. */
  intake(): Promise<Intake>;
  /** Lets sessions be given a place on agents, or not. */
  setSchedulable(agents: readonly string[], schedulable: boolean): Promise<void>;
  /** How many sessions endpoints should have. */
  setReplicas(endpoints: readonly EndpointReplicas[]): Promise<void>;
  /** Rows that checks ask for, by the check's code. */
  rows(questions: Readonly<Record<string, RowQuestion>>): Promise<Readonly<Record<string, FoundRows>>>;
  /** Bytes that it takes; a dump needs at most about as much. */
  size(): Promise<number>;
  /** Names of the scratch databases beside it. */
  scratches(): Promise<readonly string[]>;
  /** Why a restore is impossible with the rights that cluster.yaml gives. */
  restorable(): Promise<readonly Finding[]>;
  /** The resource groups that have a proxy. */
  proxyDoors(): Promise<readonly ProxyDoor[]>;
  /** The agents that are known, with their resource groups. */
  agentGroups(): Promise<readonly AgentGroup[]>;
  /** Gives resource groups their proxies, all or none. */
  setProxyDoors(doors: readonly ProxyDoor[]): Promise<void>;
  /** The slots of agents in any state, and the names in `resource_slot_types` where that table is. */
  slots(): Promise<FoundSlots>;
  /** Adds slots to `resource_slot_types`; those that are there stay as they are. */
  addSlotTypes(slots: readonly SlotType[]): Promise<void>;
}

/** A database that a component has beside the cluster's: it may have to be made first. */
export interface OwnDatabase extends ContextDatabase {
  exists(): Promise<boolean>;
  /** Whether the role of cluster.yaml may create it. */
  mayCreate(): Promise<boolean>;
  tables(): Promise<number>;
  /** An empty one, which says that baiup made it. */
  make(): Promise<void>;
  /** Drops one that baiup made. @returns whether it was one */
  unmake(): Promise<boolean>;
}

export interface MigrationRequest {
  /** The member whose own database it is; the cluster's unless told. */
  readonly database?: string | undefined;
  /** Whose host, folder and variables it takes: the member whose configuration it reads. */
  readonly member: string;
  /** The target's environment of the component whose history it is. */
  readonly environment: string;
  readonly config: string;
  /** Revisions in order. */
  readonly run: readonly string[];
  /** Rows that `alembic_version` must hold before. */
  readonly from: readonly string[];
  /** The single row that it holds after. */
  readonly head: string;
  /** The hop whose copy it migrates; the database under its own name unless told. */
  readonly copyOf?: number;
  /** What to say to questions; any other ends the migration. */
  readonly answers?: readonly PlannedAnswer[];
}

/** The containers that an agent's sessions run in; only for agents that have such. */
export interface ContextContainers {
  /** The volumes that the release of an environment starts containers with. */
  volumes(environment: string): Promise<readonly RunnerVolume[]>;
  /** Makes those that are missing or half. */
  makeVolumes(environment: string, signal: AbortSignal): Promise<void>;
  /** Those of its kernels, whether they run or not. */
  kernels(): Promise<readonly KernelContainer[]>;
  /** Ends and removes one; one that is gone already is fine. */
  end(id: string): Promise<void>;
  /** Paths of the host that containers have mounted, whosever they are. @returns undefined where nobody can tell */
  mounted(): Promise<readonly string[] | undefined>;
}

/** Programs of Backend.AI that no service of the cluster has started. */
export interface Strangers {
  /** Those that listen where a member does. */
  inPlaceOf(member: string): Promise<readonly Stranger[]>;
  /** Those that are connected to the cluster's database, or to the own one of a member. */
  atDatabase(member: string | undefined): Promise<readonly Stranger[]>;
}

/** A migrator that has imported everything, is connected, and waits for its go. */
export interface WarmMigrator {
  go(signal: AbortSignal): Promise<readonly RevisionDone[]>;
  cancel(): Promise<void>;
}

/** Everything that a step may touch. A rehearsal passes a context whose database and etcd are copies. */
export interface StepContext {
  readonly inventory: Inventory;
  /** Room on the operator's disk that the run keeps for what it writes; absent in a rehearsal, which keeps none. */
  readonly room?: {
    give(part: string): Promise<void>;
    /** @returns whether there was some left for small things */
    giveSome(): Promise<boolean>;
  };
  /** Whether all that the run does was done well on a copy before; absent in a rehearsal. */
  readonly rehearsed?: () => Promise<boolean>;
  /** What was foreseen of a hop, from 1 on, when its run began; absent in a rehearsal. */
  readonly foreseen?: (hop: number) => Promise<PredictedHop | undefined>;
  /** Guarded sessions that are there now and that nobody has accepted; absent in a rehearsal. */
  readonly guarded?: () => Promise<readonly Finding[]>;
  /** The run's own folder, for dumps, evidence and expected schemas. */
  readonly runFolder: string;
  /** The run's id, unique in the world: what is kept on hosts is kept by it. */
  readonly run: string;
  readonly host: (name: string) => Host;
  readonly service: (member: string) => Service;
  readonly strangers: Strangers;
  readonly containers: (member: string) => ContextContainers;
  readonly database: ContextDatabase;
  readonly configStore: ContextConfigStore;
  readonly startMigrator: (request: MigrationRequest, signal: AbortSignal) => Promise<WarmMigrator>;
  /** A member's own database, keyed by the first member that declares it. */
  readonly ownDatabase: (member: string) => OwnDatabase;
  /** Migrators warmed up in this process, by hop and database. */
  readonly migrators: Map<string, readonly WarmMigrator[]>;
  /** The database as it was before a hop's managers started; `late` if they may have served already. */
  readonly views: Map<number, { readonly view: HeldView; readonly late: boolean }>;
  /** Structure of a fresh install of the release in an environment, made in a scratch database. */
  readonly freshSchema: (
    environment: string,
    where: Pick<MigrationRequest, 'member' | 'config' | 'head' | 'database'> & {
      readonly hop: number;
    },
    signal: AbortSignal,
  ) => Promise<SchemaSnapshot>;
  /** Fills a member's own, empty database as a fresh install of the release in an environment does. */
  readonly fillDatabase: (
    environment: string,
    where: Pick<MigrationRequest, 'member' | 'config' | 'head'> & { readonly database: string },
    signal: AbortSignal,
  ) => Promise<void>;
  /**
   * Ends sessions by the manager's API: asks, then forces those that are left unless told. @returns those that have not
   * ended
   * @throws BaiupError `api.*` where the manager does not answer
   */
  readonly endSessions: (
    sessions: readonly LiveSession[],
    signal: AbortSignal,
    how?: { readonly forced: boolean },
  ) => Promise<readonly LiveSession[]>;
  /** Lets the managers begin no new sessions. @throws BaiupError `api.*` */
  readonly freeze: (signal: AbortSignal) => Promise<void>;
  /** What the managers' API answers to keypairs of each role, domain and project, or once more to those of `again`. */
  readonly apiAnswers: (signal: AbortSignal, again?: readonly ApiPart[]) => Promise<readonly ApiPart[]>;
  /**
   * Starts a session at a place, uses it and ends it; its name begins as is told.
   * @param runningTimeoutMs milliseconds that it may take to run; a minute unless told
   */
  readonly proveSession: (
    name: string,
    place: ProofPlace,
    signal: AbortSignal,
    runningTimeoutMs?: number,
  ) => Promise<SessionProof>;
  /** Builds a component's environment and proves that the program runs in it; one that stands is left alone. */
  readonly buildEnvironment: (
    request: EnvironmentRequest,
    signal: AbortSignal,
  ) => Promise<{ readonly choice: string }>;
  /** Has the new program read the configuration. @throws BaiupError `configuration.*`, `environment.broken` */
  readonly requireConfiguration: (request: EnvironmentRequest, signal: AbortSignal) => Promise<void>;
  /**
   * Tries the plugins of the environment before, and those that the configuration names, in the new environment.
   * @throws BaiupError `plugin.lost`, with a finding for each
   */
  readonly requirePlugins: (request: EnvironmentRequest, signal: AbortSignal) => Promise<void>;
  /** What an environment holds; undefined where its Python does not run. */
  readonly heldIn: (host: string, environment: string) => Promise<readonly HeldPackage[] | undefined>;
  /** Whether a whole environment for this request stands already. */
  readonly environmentStands: (request: EnvironmentRequest) => Promise<boolean>;
  /** Members that the run has postponed; absent in a rehearsal. */
  readonly postponed?: () => ReadonlySet<string>;
  /** Members that this process has started, and not stopped since. */
  readonly started: Set<string>;
  /** Acknowledges what managers were told of agents before they stopped; where Redis answers. */
  readonly settleEvents: () => Promise<unknown>;
  /** Removes managers' locks from Redis, once none runs; where it answers. @returns how many */
  readonly releaseLocks: () => Promise<number | undefined>;
  /** Asks a member how it is. */
  readonly askMember: (member: string, timeoutMs: number) => Promise<MemberAnswer>;
  /** Fires when everything must be cut. */
  readonly signal: AbortSignal;
}

export interface EnvironmentRequest {
  /** Whose service will run from it. */
  readonly member: string;
  readonly host: string;
  readonly component: ComponentName;
  readonly version: string;
  readonly folder: string;
  /** ISO 8601. */
  readonly published: string;
  /** "3.12" */
  readonly python: string;
  readonly config: string;
  /** What must run in it; the program unless told. */
  readonly proves?: 'migrator' | undefined;
  /** What it has beside its release. */
  readonly plugins?: readonly CarriedPlugin[] | undefined;
  /** What will have been changed in the configuration when the program starts. */
  readonly edits?: readonly ConfigurationEdit[] | undefined;
}

export interface MemberAnswer {
  /** As printed; undefined where nothing answers. */
  readonly version: string | undefined;
  /** Its own version endpoint and its path that does real work both answer. */
  readonly healthy: boolean;
  readonly trouble?: string | undefined;
}
