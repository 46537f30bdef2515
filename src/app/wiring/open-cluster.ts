import type { Inventory } from '../../core/cluster/inventory.ts';
import { memberNamed } from '../../core/cluster/member-named.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import { behindAgents } from '../../core/run/behind-agents.ts';
import { etcdStore } from '../../io/configstore/etcd-store.ts';
import type { ConfigStore } from '../../io/configstore/port.ts';
import type { DatabaseAddress } from '../../io/database/database.ts';
import { dropScratchLeftovers } from '../../io/database/scratch.ts';
import { workloadsIn } from '../../io/database/workloads/workloads-in.ts';
import type { Host } from '../../io/hosts/port.ts';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { fileFetcher } from '../../io/index/fetch-file.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import type { Hook } from '../../io/notify/hook.ts';
import { pythonsOn } from '../../io/python/pythons-look.ts';
import { wheelFolder } from '../../io/python/wheel-folder.ts';
import { findPostgresPrograms } from '../../io/services/find-postgres-programs.ts';
import type { Service } from '../../io/services/port.ts';
import { releaseLocks } from '../../io/services/release-locks.ts';
import { settleEvents } from '../../io/services/settle-events.ts';
import { limitedRole } from '../../io/workloads/api/limited-role.ts';
import { workloadsOfApi } from '../../io/workloads/api/workloads-of-api.ts';
import { managerCall } from '../../io/workloads/manager-call.ts';
import { readTasks } from '../../io/workloads/read-tasks.ts';
import { limiter } from '../../lib/limiter.ts';
import { remembered } from '../../lib/remembered.ts';
import { questions } from '../checks/index.ts';
import { apiTrouble } from '../discovery/api-trouble.ts';
import { memberAsker } from '../discovery/ask-members.ts';
import { type LoadedInventory, loadInventory } from '../discovery/load-inventory.ts';
import { readerWithRoot } from '../discovery/reader-with-root.ts';
import type { Readers } from '../discovery/readers.ts';
import { resolveSecret } from '../discovery/resolve-secret.ts';
import { type PemReaders, resolveTls } from '../discovery/resolve-tls.ts';
import { secretHosts } from '../discovery/secret-hosts.ts';
import { apiTrust } from '../discovery/tls-of.ts';
import { freedRun } from '../records/freed-run.ts';
import { freeForRuns, runJournal } from '../records/run-journal.ts';
import { allRuns } from '../records/runs.ts';
import type { StepContext } from '../steps/context.ts';
import { apiSecret } from './api-secret.ts';
import { clusterHosts } from './cluster-hosts.ts';
import { type ClusterLock, clusterLock, type Turn } from './cluster-lock.ts';
import { contextConfigStore } from './context-configstore.ts';
import { contextContainers } from './context-containers.ts';
import { contextDatabase, ownDatabase } from './context-database.ts';
import { contextPrograms, type MigratorLimits } from './context-programs.ts';
import { databaseAddresses } from './database-addresses.ts';
import { dumpRoomsOn } from './dump-rooms-on.ts';
import { dumpToolsHere, dumpToolsOn } from './dump-tools.ts';
import { openHooks } from './open-hooks.ts';
import { redisOf } from './redis-of.ts';
import { serverVersions } from './server-versions.ts';
import { serviceOf } from './service-of.ts';
import { storeBeside } from './store-beside.ts';
import { strangersOf } from './strangers.ts';
import { throughHost } from './through-hosts.ts';
import { uploadsOf } from './uploads-of.ts';
import { whyNoRoot } from './why-no-root.ts';

/** A cluster with all its doors open. */
export interface Cluster {
  readonly file: string;
  readonly inventory: Inventory;
  /** The operator's machine. */
  readonly here: Host;
  readonly readers: Readers;
  readonly address: DatabaseAddress;
  /** Of the databases that members have beside it. */
  readonly ownAddress: (member: string) => DatabaseAddress;
  readonly store: ConfigStore;
  /** @param turn of the driver that changes the cluster */
  readonly stepContext: (
    run: Pick<RunRecord, 'id' | 'folder'> & Partial<Pick<RunRecord, 'name'>>,
    limits?: MigratorLimits,
    turn?: Turn,
  ) => StepContext;
  /** Drops scratch databases that runs have left behind; to be called under the lock, with no step running. */
  readonly dropLeftovers: () => Promise<void>;
  readonly lock: ClusterLock;
  /** Whom runs tell of what happens in them. */
  readonly hooks: readonly Hook[];
}

async function openStore(
  { etcd }: Inventory,
  readers: PemReaders,
  hostNamed: (name: string) => Host,
): Promise<ConfigStore> {
  const { host, port, namespace, user, password, tls: declared } = etcd;
  const credentials =
    user && password !== undefined
      ? { user, password: await resolveSecret('etcd.password', password, readers.hosts) }
      : {};
  const through = throughHost(etcd, hostNamed);
  const tls = await resolveTls('etcd.tls', declared, readers);
  const way = { ...(tls ? { tls } : {}), ...(through ? { through } : {}) };
  return etcdStore({ host, port, namespace, ...credentials, ...way });
}

/** Opens a cluster by its file. @throws BaiupError `cluster.file-*`, `cluster.secret-missing` */
export async function openCluster(clusterFile: string | undefined): Promise<Cluster> {
  return openInventory(await loadInventory(clusterFile));
}

/**
 * Opens a cluster as it is declared: the only place where real adapters are wired together.
 * @throws BaiupError `cluster.secret-missing`
 */
export async function openInventory({ file, inventory, open }: LoadedInventory): Promise<Cluster> {
  const hosts = clusterHosts(inventory);
  const host = hosts.named;
  const secrets = secretHosts(inventory, host);
  const pems = { here: thisMachine, hosts: secrets };
  const { address, ownAddress } = await databaseAddresses(inventory, pems, host);
  const store = await openStore(inventory, pems, host);
  const toolsHere = dumpToolsHere(thisMachine, () => findPostgresPrograms({ wheels: wheelFolder }));
  const dumpToolsOf = (tools: string | undefined, hostNamed: (name: string) => Host) =>
    tools === undefined ? toolsHere : dumpToolsOn(hostNamed(tools));
  /** The databases as hosts let us dump and restore them. */
  const databasesOn = (hostNamed: (name: string) => Host, lingers = false) => ({
    database: contextDatabase({ address, lingers, ...dumpToolsOf(inventory.database.tools, hostNamed) }),
    ownDatabase: (member: string) =>
      ownDatabase({
        address: ownAddress(member),
        ...dumpToolsOf(memberNamed(inventory, member).database?.tools, hostNamed),
      }),
  });
  const databases = databasesOn(host);
  const { database, ownDatabase: ownOf } = databases;
  const configStore = contextConfigStore(store);
  const lock = clusterLock(store.lock, runJournal(), () => new Date());
  const isAllHere = Object.values(inventory.hosts).every(({ transport }) => transport === 'local');
  const looksAtOnce = limiter(defaultLimits.inAll);
  const servicesOn =
    (hostNamed: (name: string) => Host, run?: string) =>
    (id: string): Service => {
      const member = memberNamed(inventory, id);
      const own = serviceOf(hostNamed(member.host), member, inventory.components, run);
      return { ...own, state: () => looksAtOnce(own.state) };
    };
  /** What the user who logs in may not read is read as root: a unit's files may be root's. */
  const looked = remembered(readerWithRoot);
  const service = servicesOn(host);
  const strangersAt = (at: ReturnType<typeof databasesOn>) =>
    strangersOf({
      inventory,
      host,
      database: (member) => (member === undefined ? at.database : at.ownDatabase(member)),
    });
  const supply = { here: thisMachine, fetchFile: fileFetcher((command) => thisMachine.ask(command)) };
  const { url, accessKey } = inventory.api;
  const secretKey = await apiSecret(inventory.api, address, secrets);
  const trust = () => apiTrust(inventory, host, (path) => thisMachine.readText(path));
  const through = throughHost(inventory.api, host);
  const api = { url, accessKey, secretKey, trust, ...(through ? { through } : {}) };
  const ask = memberAsker({ inventory, database, host, service, keypair: api });
  return {
    file,
    inventory,
    here: thisMachine,
    address,
    ownAddress,
    store,
    readers: {
      inventory,
      openFiles: open,
      ownDatabase: ownOf,
      host: (name) => looked(host(name)),
      asRoot: (name) => host(name).asRoot(),
      noRoot: (name) => whyNoRoot(host(name)),
      now: Date.now,
      service,
      strangers: strangersAt(databases),
      database,
      questions,
      configStore,
      namespaces: () => store.namespacesWith('manager/status').catch(() => undefined),
      askMember: ask,
      apiTrouble: () => apiTrouble(api),
      apiRole: () => limitedRole(managerCall({ ...api, timeoutMs: 5000 })).catch(() => undefined),
      workloads: {
        api: (signal) => workloadsOfApi(api, signal),
        database: () => workloadsIn(address),
        uploads: () => uploadsOf({ inventory, host, service }),
        tasks: () => redisOf({ inventory, store, host, service }, readTasks),
      },
      servers: () => serverVersions({ inventory, store, host, service }),
      freeBytes: freeForRuns,
      dumpRooms: () => dumpRoomsOn(inventory, host),
      // Where there is no other host, it was looked at as the cluster's own.
      pythonsHere: async () => (isAllHere ? [] : pythonsOn(thisMachine, [])),
      lock: async () => (await lock.find())?.lock,
      unfinished: () => freedRun(store.lock, runJournal()),
      storeBeside: () => storeBeside(inventory, { address, ownAddress }),
      behind: async () => {
        const own = (await allRuns()).filter(({ view }) => view?.cluster === inventory.cluster);
        return behindAgents(own.flatMap(({ kind, view }) => (kind === 'whole' ? [view] : [])));
      },
    },
    lock,
    hooks: openHooks(inventory.hooks ?? []),
    dropLeftovers: async () => {
      const own = inventory.components.filter(({ database: declared }) => declared);
      for (const each of [address, ...own.map(({ id }) => ownAddress(id))]) await dropScratchLeftovers(each);
    },
    stepContext: ({ id: run, folder: runFolder, name }, limits = {}, turn = undefined) => {
      const its = turn === undefined ? host : hosts.inTurn({ run, ...turn });
      // Whoever drives a run will dump: nothing of that is looked for inside the stop.
      const tools = turn && dumpToolsOf(inventory.database.tools, its);
      tools?.programs().catch(() => undefined);
      const itsService = servicesOn(its, name === undefined ? undefined : `${name} (${run})`);
      const itsDatabases = databasesOn(its, turn !== undefined);
      return {
        inventory,
        runFolder,
        run,
        host: its,
        service: itsService,
        strangers: strangersAt(itsDatabases),
        containers: (member) =>
          contextContainers(memberNamed(inventory, member), { inventory, host: its, service: itsService }),
        ...itsDatabases,
        configStore,
        askMember: ask,
        settleEvents: () => redisOf({ inventory, store, host: its, service: itsService }, settleEvents),
        releaseLocks: () => redisOf({ inventory, store, host: its, service: itsService }, releaseLocks),
        migrators: new Map(),
        started: new Set(),
        views: new Map(),
        signal: new AbortController().signal,
        ...contextPrograms({
          address,
          ownAddress,
          namespace: store.namespace,
          mark: store.lock.mark,
          api,
          inventory,
          host: its,
          supply: (name) => (inventory.hosts[name]?.ssh === undefined ? undefined : supply),
          program: (id) => itsService(id).program(),
          run,
          runFolder,
          limits,
        }),
      };
    },
  };
}
