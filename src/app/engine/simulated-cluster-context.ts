import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { AsideDoor } from '../../io/database/aside/aside-door.ts';
import type { AsidePlace, AsidePurpose } from '../../io/database/aside/aside-names.ts';
import type { DatabaseView } from '../../io/database/hold-view.ts';
import type { Host } from '../../io/hosts/port.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { BaiupError } from '../../lib/errors.ts';
import { isThere } from '../../lib/is-there.ts';
import type { ContextDatabase, StepContext } from '../steps/context.ts';
import { noStrangers } from '../steps/no-strangers.ts';
import { simulatedAside } from '../steps/simulated-aside.ts';
import { itsName, releaseOf, type SimulatedCluster } from './simulated-cluster.ts';
import { startMigrator } from './simulated-cluster-migrator.ts';
import { simulatedClusterService } from './simulated-cluster-service.ts';
import type { Data } from './simulated-cluster-state.ts';
import { simulatedClusterStore } from './simulated-cluster-store.ts';
import type { SimulatedProcess } from './simulated-process.ts';

type Life = Pick<SimulatedProcess, 'instant'>;

const notThere = async (): Promise<never> => {
  throw new Error('a simulated cluster has none');
};

const none = (what: string) => (): never => {
  throw new Error(`no simulated member has ${what}`);
};

/** A host whose every verb takes its instant, and fails while the host is away. A verb is made when it is wanted: ten thousand hosts are asked at once. */
function hostOf(cluster: SimulatedCluster, life: Life, name: string): Host {
  const reached = <A extends unknown[], R>(act: (...given: A) => Promise<R>) => {
    return async (...given: A): Promise<R> => {
      await life.instant();
      cluster.reach(name);
      return act(...given);
    };
  };
  // The one command that steps give: an older release reads a file of kernels.
  const ask: Host['ask'] = async ({ argv: [python, _c, _program, file = ''] }) => {
    const canRead = cluster.canRead(name, python.replace('/bin/python', ''), file);
    return { exitCode: canRead ? 0 : 1, stdout: '', stderr: '', durationMs: 0 };
  };
  const verbs: ProxyHandler<Host> = {
    get: (_host, verb: keyof Host) => {
      const act = verb === 'ask' ? ask : simulatedHost(name, cluster.filesOf(name))[verb];
      return typeof act === 'function' ? reached(act as () => Promise<unknown>) : act;
    },
  };
  return new Proxy({} as Host, verbs);
}

const nothingHeld = { kinds: {}, tables: {} };
const noStructure = { tables: {}, types: {}, sequences: {}, extensions: [] };
const noAccess = { owner: null, owners: {}, tables: [], sequences: [], may: {} };

function databaseOf(cluster: SimulatedCluster, life: Life): ContextDatabase {
  const ask = async <T>(answer: () => T): Promise<T> => {
    await life.instant();
    cluster.reach('database');
    return answer();
  };
  const viewOf = async (dataOf: () => Data): Promise<DatabaseView> => ({
    census: async () => nothingHeld,
    sessions: () => ask(() => dataOf().sessions),
    slots: async () => ({ slots: [] }),
    schema: () => ask(() => noStructure),
    access: async () => noAccess,
    close: async () => undefined,
  });
  const aside = (purpose: AsidePurpose): AsideDoor => {
    const door = simulatedAside({
      name: itsName,
      purpose,
      server: cluster.databases,
      rows: ({ alembic }) => [...alembic],
      instant: () => ask(() => undefined),
      moving: () => cluster.quiet('renamed the database'),
    });
    const dataAt = (place: AsidePlace): Data => {
      const found = cluster.databases.get(door.names[place]);
      if (!found) throw new Error(`no database ${door.names[place]}`);
      return found.data;
    };
    return { ...door, view: (place) => viewOf(() => dataAt(place)) };
  };
  return {
    aside,
    asideObstacles: async () => [],
    revisions: () => ask(() => [...cluster.database.alembic]),
    dump: async (file, _signal, name = itsName) => {
      await ask(() => name !== itsName || cluster.quiet('captured the database'));
      await writeFileAtomic(file, JSON.stringify(cluster.databases.get(name)?.data));
      return { size: 0 };
    },
    roomAway: async () => undefined,
    views: async () => [],
    view: () => viewOf(() => cluster.database),
    capacity: () => ask(() => cluster.capacity()),
    others: () => ask(() => cluster.visitors),
    mayEndOthers: async () => true,
    endOthers: async (sessions) => {
      await ask(() => {
        cluster.visitors = cluster.visitors.filter((each) => !sessions.includes(each));
      });
      await life.instant();
      return [];
    },
    timeouts: async () => [],
    access: async () => noAccess,
    seal: async (file) => {
      await readFile(file);
      return { files: 1, sha256: '0' };
    },
    keeps: isThere,
    restore: async (file) => {
      const kept = JSON.parse(await readFile(file, 'utf8'));
      await ask(() => cluster.quiet('restored the database'));
      cluster.database = kept;
      cluster.log.push('restore database');
      await life.instant();
    },
    schema: () => ask(() => noStructure),
    agent: async () => undefined,
    kernel: async () => undefined,
    kernelsOn: async (agent) => cluster.kernels.get(agent.replace('i-', '')) ?? [],
    sessions: () => ask(() => cluster.database.sessions),
    stillHeld: async (missing) => new Map([...missing].map(([what, keys]) => [what, new Set(keys)])),
    proofGround: () => ask(() => cluster.proofGround()),
    intake: () =>
      ask(() => ({
        schedulable: cluster.database.schedulable,
        endpoints: [{ id: 'e', name: 'model', replicas: cluster.database.replicas, desired: null }],
      })),
    setSchedulable: async (agents, schedulable) => {
      await ask(() => {
        const others = cluster.database.schedulable.filter((id) => !agents.includes(id));
        cluster.database.schedulable = schedulable ? [...others, ...agents].sort() : others;
      });
      await life.instant();
    },
    setReplicas: async ([endpoint]) => {
      await ask(() => {
        if (endpoint) cluster.database.replicas = endpoint.replicas;
      });
      await life.instant();
    },
    workloads: async () => ({ running: 0, inFlight: 0, pending: 0 }),
    rows: async () => ({}),
    size: async () => 0,
    restorable: async () => [],
    scratches: async () => [],
    proxyDoors: async () => [],
    agentGroups: async () => [],
    slots: async () => ({ slots: [] }),
    addSlotTypes: notThere,
    setProxyDoors: notThere,
  };
}

/** What steps see of a simulated cluster through a process that may die. */
export function simulatedClusterContext(
  cluster: SimulatedCluster,
  life: Life,
  runFolder: string,
): StepContext {
  const { inventory } = cluster;
  const answers = (id: string): boolean => cluster.service(id).runs !== undefined;
  return {
    inventory,
    runFolder,
    run: basename(runFolder),
    host: (name) => hostOf(cluster, life, name),
    service: (id) => simulatedClusterService(cluster, life, id),
    strangers: noStrangers,
    database: databaseOf(cluster, life),
    ownDatabase: none('a database of its own'),
    containers: none('containers'),
    configStore: simulatedClusterStore(cluster, life),
    startMigrator: startMigrator(cluster, life, basename(runFolder)),
    migrators: new Map(),
    started: new Set(),
    views: new Map(),
    freshSchema: () => databaseOf(cluster, life).schema(),
    fillDatabase: notThere,
    endSessions: async (sessions, _signal, { forced } = { forced: true }) => {
      await life.instant();
      const ids = new Set(sessions.map(({ id }) => id));
      const { database } = cluster;
      database.sessions = database.sessions.flatMap((each) => {
        const becomes = ids.has(each.id) ? cluster.onEnd(each.id, forced) : 'stays';
        if (becomes === 'ends') return [];
        return [becomes === 'stays' ? each : becomes];
      });
      await life.instant();
      return [];
    },
    freeze: async () => {
      if (cluster.apiTrouble) throw cluster.apiTrouble;
    },
    apiAnswers: async () => {
      await life.instant();
      if (!answers('m1')) return [{ ...cluster.answered, trouble: 'no manager answers', rows: undefined }];
      return [cluster.answered];
    },
    proveSession: async (name, { group }) => {
      await life.instant();
      if (!answers('m1') || cluster.broken.has(group))
        throw new BaiupError('prove.session', 'no session starts');
      cluster.beginSession(name);
      await life.instant();
      cluster.database.sessions = cluster.database.sessions.filter((session) => session.name !== name);
      await life.instant();
      return { running: 0, logs: 0, ended: 0 };
    },
    buildEnvironment: async ({ host, folder }) => {
      await life.instant();
      cluster.build(host, folder);
      return { choice: 'simulated' };
    },
    requireConfiguration: async () => undefined,
    requirePlugins: async () => undefined,
    heldIn: async (host, environment) => {
      await life.instant();
      cluster.reach(host);
      return cluster.held.get(environment) ?? [];
    },
    environmentStands: async ({ host, folder }) => cluster.isBuilt(host, folder),
    settleEvents: () => life.instant(),
    releaseLocks: async () => 0,
    askMember: async (id) => {
      await life.instant();
      const { component, host } = cluster.member(id);
      cluster.reach(host);
      const { runs, hangs } = cluster.service(id);
      const isKnown = component !== 'agent' || answers('m1');
      return { version: runs && releaseOf(runs), healthy: runs !== undefined && !hangs && isKnown };
    },
    guarded: async () => cluster.guarded,
    signal: new AbortController().signal,
  };
}
