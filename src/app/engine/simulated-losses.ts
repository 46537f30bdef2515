import type { Cells, Census, Counted } from '../../core/census/census.ts';
import { capacity, registries } from '../../core/census/kinds.ts';
import type { Slot } from '../../core/cluster/slots.ts';
import type { HeldPackage } from '../../core/components/plugins-among.ts';
import type { DatabaseAccess } from '../../core/schema/access.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from '../steps/context.ts';
import type { SimulatedCluster } from './simulated-cluster.ts';

/** The hop that they are lost in. */
const [from, to] = ['24.03.11', '24.09.4'];

const isMigrated = ({ database }: SimulatedCluster) => database.applied.length > 0;
const runsNew = (cluster: SimulatedCluster, id: string): boolean =>
  cluster.service(id).runs?.endsWith(to) === true;

const rowsOf = (rows: Readonly<Record<string, Cells>>): Counted => ({
  count: Object.keys(rows).length,
  rows: { ...rows },
});

/** What the database holds and what agents offer, each before the migration and after it. */
function holding(
  context: StepContext,
  cluster: SimulatedCluster,
  held: (isAfter: boolean) => Census['kinds'],
  others: (isAfter: boolean) => Census['tables'] = () => ({}),
): StepContext {
  const now = () => held(isMigrated(cluster));
  return withDatabase(context, {
    view: async () => {
      const census = { kinds: now(), tables: others(isMigrated(cluster)) };
      return { ...(await context.database.view()), census: async () => census };
    },
    capacity: async () => now()[capacity] ?? rowsOf({}),
  });
}

/** A view says the same as the database that it is of. */
function withDatabase(context: StepContext, more: Partial<StepContext['database']>): StepContext {
  const database = { ...context.database, ...more };
  const view = async () => ({ ...(await database.view()), ...more });
  return { ...context, database: { ...database, view } };
}

const packageOf = (name: string, ...points: string[]): HeldPackage => ({
  name,
  version: '24.03.11',
  requires: [],
  source: { from: 'index' },
  entryPoints: points.map((point) => ({ group: 'backendai_accelerator_v21', name: point })),
});

/** An agent's rows: of its own, and of others of its cluster. */
const agents = (slots: object, more: Cells = {}) => ({
  [capacity]: rowsOf({
    'i-a1': { status: 'ALIVE', slots: { cpu: '8', ...slots }, plugins: ['cpu'], ...more },
    'i-a2': { status: 'ALIVE', slots: { cpu: '8' }, plugins: ['cpu'] },
  }),
});

/** A migration that makes the table of slots with two rows. */
const withSlots = (context: StepContext, cluster: SimulatedCluster, slots: readonly Omit<Slot, 'type'>[]) =>
  withDatabase(
    holding(context, cluster, () => agents({})),
    {
      slots: async () => ({ slots, ...(isMigrated(cluster) ? { registered: ['cpu', 'mem'] } : {}) }),
    },
  );

const rights = (owner: string): DatabaseAccess => ({
  owner: 'bai',
  owners: { 'table users': 'bai', 'table container_registries': owner },
  tables: ['users'],
  sequences: [],
  may: { bai: { SELECT: ['users'] } },
});

const noSchema = { tables: {}, types: {}, sequences: {}, extensions: [] };
const siteSchema = {
  ...noSchema,
  tables: { site_billing: { columns: {}, constraints: [], indexes: [] } },
};

const bills = (isAfter: boolean): Census['tables'] => ({ billing: rowsOf(isAfter ? {} : { '7': {} }) });

const registry = { type: 'docker', projects: [] };
const stranger = { pid: 4711, title: 'backend.ai: manager local', environment: '/old/manager' };

export interface SimulatedLoss {
  readonly given: (context: StepContext, cluster: SimulatedCluster) => StepContext;
  /** The step that catches it. */
  readonly caughtBy: string;
  readonly says: string;
  /** Where nothing else stands in its way: without this step it goes through, and something is lost. */
  readonly goesThrough?: true;
  /** Milliseconds that a service may take to answer. */
  readonly startTimeoutMs?: number;
}

/** States that a check, the staging or the rehearsal finds before the stop, by the lines of what has to be seen. */
export const simulatedLosses: Readonly<Record<string, SimulatedLoss>> = {
  'plugins: the agent’s environment had an accelerator, the new one has none': {
    given: (context, cluster) => {
      const agent = packageOf('backend-ai-agent', 'cpu');
      const mock = packageOf('backend-ai-accelerator-mock', 'mock');
      cluster.held.set(`/lab/environments/agent-${from}`, [agent, mock]);
      cluster.held.set(`/lab/environments/agent-${to}`, [agent]);
      return context;
    },
    caughtBy: 'environment.prove',
    says: 'a1 has lost mock (backendai_accelerator_v21), which backend-ai-accelerator-mock 24.03.11 had; a2 has lost',
    goesThrough: true,
  },
  'plugins: a monitor of the manager is gone': {
    given: (context, cluster) => {
      cluster.held.set(`/lab/environments/manager-${from}`, [packageOf('site-monitor', 'graphs')]);
      return context;
    },
    caughtBy: 'environment.prove',
    says: 'm1 has lost graphs (backendai_accelerator_v21), which site-monitor 24.03.11 had',
    goesThrough: true,
  },
  'plugins: the agent no longer loads one that it had': {
    given: (context, cluster) =>
      holding(context, cluster, (isAfter) => agents({}, isAfter ? {} : { plugins: ['cpu', 'mock'] })),
    caughtBy: 'capacity.prove',
    says: 'plugin mock of agent i-a1 is gone',
    goesThrough: true,
  },
  'slots: an agent with a slot that the table lacks never gets it': {
    given: (context, cluster) =>
      holding(context, cluster, (isAfter) => agents(isAfter ? {} : { 'cuda.device': '2' })),
    caughtBy: 'capacity.prove',
    says: 'slot cuda.device of agent i-a1 is gone, 2 before',
    goesThrough: true,
  },
  'slots: that of an agent that is LOST has no row in the new table': {
    given: (context, cluster) =>
      withSlots(context, cluster, [{ name: 'cuda.device:3g.20gb-mig', count: 1, agents: ['i-mig-1'] }]),
    caughtBy: 'capacity.prove',
    says: 'slot cuda.device:3g.20gb-mig of agent i-mig-1 is not in resource_slot_types',
    goesThrough: true,
  },
  'slots: one that only etcd names has no row in the new table': {
    given: (context, cluster) => {
      const slots = async () => [{ name: 'atom.device', type: 'count' }];
      return { ...withSlots(context, cluster, []), configStore: { ...context.configStore, slots } };
    },
    caughtBy: 'capacity.prove',
    says: 'slot atom.device of etcd is not in resource_slot_types',
    goesThrough: true,
  },
  'roles: what the migrator made belongs to its own role': {
    given: (context, cluster) =>
      withDatabase(context, { access: async () => rights(isMigrated(cluster) ? 'postgres' : 'bai') }),
    caughtBy: 'schema.prove',
    says: 'table container_registries belongs to postgres, not to bai',
    goesThrough: true,
  },
  'objects of the site: a table of its own is gone': {
    given: (context, cluster) =>
      withDatabase(context, { schema: async () => (isMigrated(cluster) ? noSchema : siteSchema) }),
    caughtBy: 'schema.prove',
    says: 'site_billing, which the site had, is gone',
    goesThrough: true,
  },
  'objects of the site: a table of its own has fewer rows': {
    given: (context, cluster) => holding(context, cluster, () => ({}), bills),
    caughtBy: 'census.prove',
    says: 'row 7 of table billing is gone',
    goesThrough: true,
  },
  'variables: the migration read the registries of another namespace': {
    given: (context, cluster) =>
      holding(context, cluster, (isAfter) => ({
        [registries]: rowsOf({ 'cr.example': registry, ...(isAfter ? { 'cr.other': registry } : {}) }),
      })),
    caughtBy: 'census.prove',
    says: 'registry cr.other was not there before',
    goesThrough: true,
  },
  'variables: the migration found no registries, because the namespace was another': {
    given: (context, cluster) =>
      holding(context, cluster, (isAfter) => ({
        [registries]: rowsOf(isAfter ? {} : { 'cr.example': registry }),
      })),
    caughtBy: 'census.prove',
    says: 'registry cr.example is gone',
    goesThrough: true,
  },
  'start commands: the service’s own command does not start the new program': {
    given: (context, cluster) => {
      cluster.broken.add(`s1 ${to}`);
      return context;
    },
    caughtBy: 'service.start',
    says: 's1 was started, but its process ended',
  },
  'several agents in one process: the second has not come back': {
    given: (context, cluster) => {
      const entry = (id: string): string => `[[agents]]\n[agents.agent]\nid = "${id}"\n`;
      cluster.write('h-a1', '/lab/a1.toml', entry('i-a1') + entry('i-a1-2'));
      return holding(context, cluster, (isAfter) => {
        const { [capacity]: rows } = agents({});
        const second = { status: isAfter ? 'TERMINATED' : 'ALIVE', slots: { cpu: '8' }, plugins: ['cpu'] };
        return { [capacity]: rowsOf({ ...rows?.rows, 'i-a1-2': second }) };
      });
    },
    caughtBy: 'capacity.prove',
    says: 'agent i-a1-2 is TERMINATED',
    goesThrough: true,
  },
  'TLS: the new program answers otherwise than it is asked': {
    given: (context, cluster) => {
      cluster.stuck.add(`s1 ${to}`);
      return context;
    },
    caughtBy: 'service.start',
    says: 'waiting for s1 to answer as 24.09.4',
    startTimeoutMs: 300,
  },
  'environments: what was taken for a release is another': {
    given: (context, cluster) => ({
      ...context,
      askMember: async (id, timeoutMs) => {
        const heard = await context.askMember(id, timeoutMs);
        return id === 'a1' && runsNew(cluster, id) ? { ...heard, version: '24.09.2' } : heard;
      },
    }),
    caughtBy: 'service.start',
    says: 'waiting for a1 to answer as 24.09.4 (it answers as 24.09.2)',
    startTimeoutMs: 300,
  },
  'registries: a revision does not get over one': {
    given: (context, cluster) => {
      cluster.broken.add('1d42c726d8a3');
      return context;
    },
    caughtBy: 'schema.migrate',
    says: '1d42c726d8a3',
  },
  'others at the database: one holds a lock that the migration waits for': {
    given: (context) => ({
      ...context,
      startMigrator: async () => ({
        go: async () => {
          throw new BaiupError('database.held', 'it has waited 60 s for process 4711 (report)');
        },
        cancel: async () => undefined,
      }),
    }),
    caughtBy: 'schema.migrate',
    says: 'process 4711 (report)',
  },
  'the old manager, started during the stop: it serves where the new one shall': {
    given: (context, cluster) => ({
      ...context,
      strangers: {
        ...context.strangers,
        inPlaceOf: async (id) => (id === 'm1' && isMigrated(cluster) ? [stranger] : []),
      },
    }),
    caughtBy: 'service.start',
    says: 'another program serves in the place of m1: process 4711 ("backend.ai: manager local"',
  },
  'the old manager, started during the stop: it came once the new one had begun': {
    given: (context, cluster) => ({
      ...context,
      strangers: {
        ...context.strangers,
        inPlaceOf: async (id) => (id === 'm1' && runsNew(cluster, 'm1') ? [stranger] : []),
      },
    }),
    caughtBy: 'component.prove',
    says: 'another program serves in the place of m1: process 4711',
    goesThrough: true,
  },
  'the old manager, started during the stop: it works with the database that is captured': {
    given: (context, cluster) => ({
      ...context,
      strangers: {
        ...context.strangers,
        atDatabase: async () => (cluster.service('m1').runs === undefined ? [stranger] : []),
      },
    }),
    caughtBy: 'database.capture',
    says: 'still used by another program of Backend.AI: process 4711',
  },
  'the old manager, started during the stop: it has written, and nobody has seen it': {
    given: (context, cluster) =>
      holding(context, cluster, (isAfter) => ({
        users: rowsOf({ '1': { email: 'a@b' }, ...(isAfter ? { '2': { email: 'c@d' } } : {}) }),
      })),
    caughtBy: 'census.prove',
    says: 'user c@d (2) was not there before',
    goesThrough: true,
  },
};
