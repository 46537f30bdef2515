import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { barrierKind } from '../../core/plan/barrier.ts';
import { runAnnouncement } from './announcement.ts';
import { databaseAside } from './database-aside.ts';
import { steps } from './index.ts';
import { simulatedContext } from './simulated-context.ts';
import { type SimulatedState, simulatedState } from './simulated-state.ts';
import { nothingToUndo } from './step.ts';

const turn = {
  member: 'm1',
  component: 'manager',
  signal: 'SIGINT',
  stopTimeoutMs: 1000,
  startTimeoutMs: 1000,
};
const standIn = {
  ...turn,
  hop: 1,
  version: '2',
  before: '1',
  environment: '/e/manager-2',
  config: '/c',
  memory: 1,
};
const migration = {
  hop: 1,
  member: 'm1',
  legs: [
    { environment: '/e/manager-2', run: ['b'], from: ['a'], head: 'b' },
    { environment: '/e/manager-3', run: ['c'], from: ['b'], head: 'c' },
  ],
};

/** Where an agent of an environment keeps its kernels. */
function registryOf(environment: number): string {
  const source = `/e/agent-${environment}/lib/python3.12/site-packages/ai/backend/agent/agent.py`;
  return `/var/last_registry.${createHash('md5').update(source).digest('hex').slice(0, 12)}.dat`;
}

const agentFiles = () =>
  new Map([
    ['/e/agent-1/lib/python3.12/site-packages/x', { content: '' }],
    ['/e/agent-2/lib/python3.12/site-packages/x', { content: '' }],
    [registryOf(1), { content: 'kernels' }],
    ['/scratches/k1/config/kconfig.dat', { content: 'pickled' }],
    ['/scratches/k1/home/of-a-user', { content: 'of any size' }],
    ['/a', { content: '[agent]' }],
  ]);

const agentTurn = {
  hop: 1,
  member: 'a1',
  component: 'agent',
  locations: { 'agent.var-base-path': '/var', 'container.scratch-root': '/scratches', configuration: '/a' },
  from: { environment: '/e/agent-1', version: '24.03.11' },
  to: { environment: '/e/agent-2', version: '24.09.4' },
  restoresData: true,
};

/** For each kind: params, and the state that it is applied to. */
interface Case {
  readonly params: object;
  readonly before?: Partial<SimulatedState>;
  /** What the newer release does before it is taken back. */
  readonly since?: (state: SimulatedState) => void;
}

const ends = { hop: 1, from: '1', to: '2' };

const cases: Readonly<Record<string, Case>> = {
  'announcement.note': { params: { hop: 1 } },
  'announcement.set': { params: ends },
  'announcement.end': { params: ends },
  'environment.stage': {
    params: {
      host: 'local',
      component: 'manager',
      version: '2',
      folder: '/e/manager-2',
      published: '2024-01-01',
      python: '3.12',
      config: '/c',
      member: 'm1',
    },
  },
  'runner.prepare': { params: { member: 'm1', version: '2', environment: '/e/manager-2' } },
  'schema.expect': { params: { hop: 1, version: '2', environment: '/e/manager-2', head: 'b', member: 'm1' } },
  'operator.approve': {
    params: { hop: 1, rule: 'lamps', what: 'turn the lamps', how: 'manually', optional: false },
  },
  'environment.link': {
    params: { member: 'm1', component: 'manager', path: '/e/manager', keep: '/e/manager-1' },
  },
  'migrator.warm': { params: migration },
  'service.park': {
    params: {
      hop: 1,
      member: 'm1',
      component: 'manager',
      version: '2',
      environment: '/e/manager-2',
      config: '/c',
      memory: 1,
    },
  },
  'standin.start': { params: standIn },
  'standin.end': { params: standIn, before: { environment: '/e/manager-2', standIn: '/e/manager-2' } },
  'workloads.quiesce': { params: { hop: 1, restoresData: true } },
  'workloads.drain': { params: { hop: 1, part: 'users', policy: 'end', seconds: 1 } },
  'endpoints.rest': { params: { hop: 1, restoresData: true } },
  'workloads.return': { params: { hop: 1 } },
  'service.stop': { params: { ...turn, version: '1' } },
  'others.wait': { params: { hop: 1, policy: 'wait', seconds: 1 } },
  'others.leave': { params: { hop: 1, policy: 'wait', seconds: 1 } },
  'database.capture': { params: { hop: 1 } },
  'database.aside': { params: { hop: 1 }, before: { active: false } },
  'locks.release': { params: { hop: 1 } },
  'database.note': { params: { hop: 1 }, before: { active: false } },
  'database.name': { params: { hop: 1, head: 'a' }, before: { active: false } },
  'database.dump': { params: { hop: 1 } },
  'database.seal': { params: { hop: 1 } },
  'configstore.capture': { params: { hop: 1 } },
  'database.create': {
    params: { hop: 1, database: 'm1', name: 'own', version: '2', environment: '/e/manager-2', head: 'b' },
  },
  'slots.add': { params: { hop: 1, slots: [{ name: 'atom.device', type: 'count' }] } },
  'configstore.edit': {
    params: { hop: 1, rule: 'lamps', moves: [{ move: 'old/', to: ['new/', 'other/'] }] },
  },
  'proxy.move': {
    params: { hop: 1, member: 'm1', address: 'http://127.0.0.1:10200', groups: ['default'] },
  },
  'files.capture': {
    params: agentTurn,
    before: { active: false, files: agentFiles() },
    since: ({ files }) => {
      files.set(registryOf(2), { content: 'kernels of the newer release' });
      files.set('/scratches/k1/config/kconfig.dat', { content: 'pickled anew' });
      files.delete('/a');
    },
  },
  'schema.migrate': { params: migration, before: { active: false } },
  'service.switch': {
    params: { member: 'm1', component: 'manager', from: '/e/manager-1', to: '/e/manager-2' },
    before: { active: false },
  },
  'configuration.patch': {
    params: {
      hop: 1,
      member: 'm1',
      component: 'manager',
      config: '/c',
      edits: [{ action: 'rename', key: 'agent.scaling-group', to: 'initial-resource-group-name' }],
    },
    before: { active: false },
  },
  'service.start': { params: { ...turn, version: '1' }, before: { active: false } },
  'component.prove': { params: { member: 'm1', component: 'manager', version: '1' } },
  'environment.note': { params: { hop: 1, members: [{ member: 'm1', from: '/e/manager-0' }] } },
  'environment.prove': {
    params: { hop: 1, version: '2', members: [{ member: 'm1', from: '/e/manager-0' }] },
  },
  'schema.prove': { params: { hop: 1, head: 'a', toLine: '24.09' } },
  'census.view': { params: { hop: 1 }, before: { active: false } },
  'census.prove': { params: { hop: 1, revisions: [], moved: [] } },
  'capacity.prove': { params: { hop: 1 } },
  'api.note': { params: { hop: 1 } },
  'api.prove': { params: { hop: 1, from: '24.03.11', to: '24.09.4' } },
  'session.try': { params: { hop: 1 } },
  'agents.note': { params: { hop: 1 } },
  'wave.gate': { params: { hop: 1, wave: 0, name: 'canary', members: ['a1'], bake: 0 } },
  'session.prove': { params: { hop: 1 } },
  'containers.note': { params: agentTurn, before: { active: false } },
  'containers.check': { params: agentTurn, before: { active: false } },
  'containers.prove': { params: { hop: 1, member: 'a1' } },
  barrier: { params: { what: 'everything is stopped' } },
};

const inventory = {
  api: { accessKey: 'AK' },
  proof: { image: 'python', architecture: 'x86_64', scalingGroup: 'default' },
  components: [
    {
      ...{ id: 'm1', component: 'manager', host: 'local', config: '/c', workdir: '/w' },
      endpoint: { host: '127.0.0.1', port: 8081 },
    },
    { id: 'a1', component: 'agent', host: 'local', config: '/a', agent: { id: 'i-a1', varBase: '/var' } },
  ],
} as unknown as Inventory;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-laws-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function prepared(kind: string) {
  const step = steps.find((each) => each.kind === kind);
  const given = cases[kind];
  if (!step || !given) throw new Error(`no case for ${kind}`);
  const state = simulatedState(structuredClone(given.before));
  const context = simulatedContext(folder, inventory, state);
  await context.database.dump(join(folder, 'hop-1.database.dump'), context.signal);
  await context.configStore.capture(join(folder, 'hop-1.etcd.json'));
  const origin = seen(state);
  if (['database.note', 'database.name'].includes(kind))
    await databaseAside.apply({ hop: 1 }, context, 'todo');
  if (kind.startsWith('announcement.') && kind !== 'announcement.note') await runAnnouncement(context).keep();
  if (kind === 'announcement.end') await runAnnouncement(context).say('soon');
  if (kind === 'schema.prove') {
    await writeFile(
      join(folder, 'hop-1.expected-schema.json'),
      JSON.stringify(await context.database.schema()),
    );
  }
  return { step, state, context, origin, params: step.params.parse(given.params) };
}

/** What is kept beside a member's files is no part of the cluster. */
const seen = ({ built: _built, files, announcement, others, ...state }: SimulatedState) =>
  structuredClone({
    ...state,
    // What is undone keeps a name of its own.
    others: [...others].filter(([name]) => !name.includes('_undone_')),
    // Of what a run tells users, going back changes the words.
    announcement: announcement.single === 'as it was' ? 'theirs' : 'ours',
    files: [...files].filter(([path]) => !path.includes('/.baiup/')).sort(),
  });

describe.each(steps.map(({ kind }) => kind))('%s', (kind) => {
  it('has params that survive JSON, and a title', async () => {
    const { step, params } = await prepared(kind);
    expect(step.params.parse(JSON.parse(JSON.stringify(params)))).toEqual(params);
    expect(step.title(params)).toMatch(/\w/);
    expect(step.estimate > 0 || kind === barrierKind).toBe(true);
  });

  it('applied twice equals applied once, and what is changed is found done', async () => {
    const { step, state, context, params } = await prepared(kind);
    const before = seen(state);
    await step.apply(params, context, 'todo');
    await step.verify(params, context);
    const once = seen(state);
    const probed = await step.probe(params, context, true);
    if (JSON.stringify(once) !== JSON.stringify(before)) expect(probed).toBe('done');
    if (probed !== 'done') await step.apply(params, context, probed);
    expect(seen(state)).toEqual(once);
  });

  it('is undone to what was before, also twice, or says why not', async () => {
    const { step, state, context, origin, params } = await prepared(kind);
    // What gives a copy the database's name goes back to before there was a copy.
    const before = kind === 'database.name' ? origin : seen(state);
    await step.apply(params, context, 'todo');
    if (typeof step.undo !== 'function') {
      expect(step.undo.irreversible).toMatch(/\w{3}/);
      return;
    }
    cases[kind]?.since?.(state);
    await step.undo(params, context);
    await step.undo(params, context);
    await step.afterUndo?.(params, context);
    expect(seen(state)).toEqual(before);
  });

  it('says whom it holds up while it is not undone', async () => {
    const { step, params } = await prepared(kind);
    if (step.undo === nothingToUndo || step.transient || typeof step.undo !== 'function') return;
    expect([step.member, step.data].filter(Boolean)).toHaveLength(1);
    expect(step.notUndone?.(params)).toMatch(/\w{3}/);
  });
});
