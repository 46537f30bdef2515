import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { OwnDatabase } from '../steps/context.ts';
import { keepEvidence } from './evidence.ts';
import { SimulatedCluster } from './simulated-cluster.ts';
import { simulatedClusterContext } from './simulated-cluster-context.ts';
import { SimulatedProcess } from './simulated-process.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-evidence-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('keeps what can be read in time, says what cannot, and does not wait for a host that says nothing', async () => {
  const cluster = new SimulatedCluster('24.03.11', 2);
  const context = simulatedClusterContext(cluster, new SimulatedProcess(Infinity, 1), folder);
  const silent = new Promise<never>(() => undefined);
  cluster.away.add('h-a1');
  const service: typeof context.service = (id) => ({
    ...context.service(id),
    ...(id === 'a2' ? { logTail: () => silent, state: () => silent } : {}),
  });
  const kept = await keepEvidence(
    { context: { ...context, service }, patience: { lookMs: 0, evidenceMs: 200 } },
    'why',
  );
  const text = (name: string): Promise<string> => readFile(join(kept.folder, name), 'utf8');
  expect([...kept.files].sort()).toEqual((await readdir(kept.folder)).sort());
  expect(await text('m1.log')).toBe('m1 has nothing to say\n');
  expect(await text('alembic_version.txt')).toBe(`${cluster.database.alembic}\n`);
  expect(await text('a1.packages.txt')).toBe('could not be read: h-a1 does not answer\n');
  expect(await text('a2.log')).toBe('could not be read within 0.2 s\n');
});

it('keeps what was thrown, down to its first cause, and all of each member and database', async () => {
  const cluster = new SimulatedCluster('24.03.11', 1);
  const context = simulatedClusterContext(cluster, new SimulatedProcess(Infinity, 1), folder);
  const cause = new Error('no such table', { cause: 'a word' });
  const own = { id: 'c1', component: 'app-proxy-coordinator', host: 'h-a1', database: { host: 'db' } };
  const components = [...context.inventory.components, own] as typeof context.inventory.components;
  const service: typeof context.service = (id) => ({
    ...context.service(id === 'c1' ? 'm1' : id),
    state: async () => ({ active: true, environment: `/e/${id}` }),
    logTail: async (lines) => `${lines} lines of ${id}`,
  });
  const list = async (path: string): Promise<string[]> =>
    path.endsWith('/lib') && path !== '/e/a1/lib' ? ['python3.12'] : ['a.dist-info', 'a', 'b.dist-info'];
  const host: typeof context.host = (name) => ({ ...context.host(name), list });
  const kept = await keepEvidence(
    {
      context: {
        ...context,
        inventory: { ...context.inventory, components },
        service,
        host,
        ownDatabase: () =>
          ({ ...context.database, revisions: async () => ['x', 'y'] }) as unknown as OwnDatabase,
      },
    },
    '1.migrate',
    new Error('it failed', { cause }),
  );
  expect(kept.folder).toBe(join(folder, 'evidence', '1.migrate'));
  const text = (name: string): Promise<string> => readFile(join(kept.folder, name), 'utf8');
  expect([...kept.files].sort()).toEqual(
    [
      'failure.txt',
      'alembic_version.txt',
      'c1.alembic_version.txt',
      ...components.flatMap(({ id }) => [`${id}.log`, `${id}.packages.txt`]),
    ].sort(),
  );
  expect(await text('failure.txt')).toBe('it failed\n\ncaused by: no such table\n\ncaused by: a word\n');
  expect(await text('m1.log')).toBe('2000 lines of m1\n');
  expect(await text('m1.packages.txt')).toBe('/e/m1\na.dist-info\nb.dist-info\n');
  expect(await text('a1.packages.txt')).toBe('/e/a1\n');
  expect(await text('c1.alembic_version.txt')).toBe('x\ny\n');
});

it('says what it did not come to, and needs no place to be kept in', async () => {
  const cluster = new SimulatedCluster('24.03.11', 40);
  const context = simulatedClusterContext(cluster, new SimulatedProcess(Infinity, 1), folder);
  const silent = new Promise<never>(() => undefined);
  const service: typeof context.service = (id) => ({
    ...context.service(id),
    logTail: () => silent,
    state: () => silent,
  });
  const patience = { lookMs: 0, evidenceMs: 50 };
  const components = context.inventory.components.map((member) => ({ ...member, host: 'h1' }));
  const inventory = { ...context.inventory, components };
  const kept = await keepEvidence({ context: { ...context, inventory, service }, patience }, 'why');
  expect(kept.files).not.toContain('failure.txt');
  const left = (await readFile(join(kept.folder, 'not-read.txt'), 'utf8')).trimEnd().split('\n');
  const all = components.flatMap(({ id }) => [`${id}.log`, `${id}.packages.txt`]);
  expect([...kept.files, ...left].sort()).toEqual([...all, 'alembic_version.txt', 'not-read.txt'].sort());
  const runFolder = join(folder, 'a-file');
  await writeFile(runFolder, '');
  const nowhere = { ...context, inventory: { ...inventory, components: [] }, runFolder };
  expect(await keepEvidence({ context: nowhere, patience }, 'why', new Error('x'))).toEqual({
    folder: join(runFolder, 'evidence', 'why'),
    files: [],
  });
});

it('says of what cannot even be asked why, and keeps the rest', async () => {
  const cluster = new SimulatedCluster('24.03.11', 1);
  const context = simulatedClusterContext(cluster, new SimulatedProcess(Infinity, 1), folder);
  const service: typeof context.service = (id) => {
    if (id === 'm1') throw new Error('m1 is nobody');
    return context.service(id);
  };
  const kept = await keepEvidence({ context: { ...context, service } }, 'why');
  const text = (name: string): Promise<string> => readFile(join(kept.folder, name), 'utf8');
  expect(await text('m1.log')).toBe('could not be read: m1 is nobody\n');
  expect(await text('a1.log')).toBe('a1 has nothing to say\n');
  expect(kept.files).not.toContain('not-read.txt');
});

it('keeps logs of a hundred members at most, and first of those that a failure is about', async () => {
  const cluster = new SimulatedCluster('24.03.11', 200);
  const context = simulatedClusterContext(cluster, new SimulatedProcess(Infinity, 1), folder);
  const { files } = await keepEvidence({ context }, '1.start.a177');
  expect(files.filter((name) => name.endsWith('.log'))).toHaveLength(100);
  expect(files).toEqual(expect.arrayContaining(['a177.log', 'm1.log', 'left-out.txt']));
});

it('keeps those of its neighbours next, and says of how many others nothing is kept', async () => {
  const cluster = new SimulatedCluster('24.03.11', 200);
  const context = simulatedClusterContext(cluster, new SimulatedProcess(Infinity, 1), folder);
  const host = context.inventory.components.find(({ id }) => id === 'a177')?.host ?? '';
  const of = (count?: number) =>
    context.inventory.components
      .slice(0, count)
      .map((member) => (member.id === 'a199' ? { ...member, host } : member));
  const among = (count?: number) => ({
    context: { ...context, inventory: { ...context.inventory, components: of(count) } },
  });
  const kept = await keepEvidence(among(), '1.start.a177');
  expect(kept.files).toContain('a199.log');
  expect(kept.files).not.toContain('a198.log');
  expect(await readFile(join(kept.folder, 'left-out.txt'), 'utf8')).toBe(
    `Nothing is kept of ${of().length - 100} other members: the logs are on their hosts.\n`,
  );
  const all = await keepEvidence(among(100), '1.start.a77');
  expect(all.files.filter((name) => name.endsWith('.log'))).toHaveLength(100);
  expect(all.files).not.toContain('left-out.txt');
});
