import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import type { MigrationRequest, StepContext } from './context.ts';
import { databaseCapture } from './database-capture.ts';
import { keptFiles } from './kept-files.ts';
import { migratorKey, startAgain, startMigrators } from './migration.ts';
import { migratorWarm } from './migrator-warm.ts';
import { schemaMigrate } from './schema-migrate.ts';
import { simulatedContext } from './simulated-context.ts';
import { simulatedState } from './simulated-state.ts';

const inventory = {
  components: [
    { id: 'm1', component: 'manager', host: 'local', config: '/c', workdir: '/w' },
    { id: 'c1', component: 'app-proxy-coordinator', host: 'local', config: '/c1', workdir: '/w1' },
  ],
} as unknown as Inventory;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-migration-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What was captured stands in the run's folder. */
async function captured(more: Parameters<typeof simulatedState>[0] = {}) {
  const state = simulatedState(more);
  const context = simulatedContext(folder, inventory, state);
  const kept = keptFiles(context, 1);
  await context.database.dump(kept.database, context.signal);
  await context.configStore.capture(kept.etcd);
  return { state, context, kept };
}

describe('what tells that a migration was done', () => {
  const leg = (run: string[], head: string) => ({ environment: '/e/manager-2', run, from: ['a'], head });
  const of = (run: string[], head: string) =>
    schemaMigrate.params.parse({ hop: 1, member: 'm1', legs: [leg(run, head)] });

  it.each<[string, string[], string, string[], string]>([
    ['its head, where that is another', ['b'], 'b', ['b'], 'done'],
    ['nothing, where revisions come below the same head', ['b'], 'a', ['a'], 'todo'],
    ['the head, where no revision is left to run', [], 'a', ['a'], 'done'],
  ])('%s', async (_what, run, head, rows, expected) => {
    const { context } = await captured({ rows });
    expect(await schemaMigrate.probe(of(run, head), context, false)).toBe(expected);
  });

  it('what was never begun is not restored first', async () => {
    const { state, context } = await captured();
    Object.assign(state, { rows: ['y'], etcd: 'written since' });
    const seen: unknown[] = [];
    const startMigrator: StepContext['startMigrator'] = async (request, signal) => {
      seen.push([state.rows, state.etcd]);
      return context.startMigrator(request, signal);
    };
    await schemaMigrate.apply(of(['b'], 'b'), { ...context, startMigrator }, 'todo');
    expect(seen).toEqual([[['y'], 'written since']]);
  });

  it('sessions are given up and settled with the database of the cluster alone', async () => {
    const { context, kept } = await captured();
    const lost = { id: 's1', name: 's', accessKey: 'AK', status: 'RUNNING', agents: [], ended: false };
    await writeFile(kept.settled, JSON.stringify({ givenUp: [], endedSince: [lost] }));
    const [whole, own] = [of(['b'], 'b'), { ...of(['b'], 'b'), database: 'c1' }];
    expect(await schemaMigrate.settles?.(own, context)).toBeUndefined();
    expect(await schemaMigrate.givesUp?.(own, context)).toBeUndefined();
    expect(await schemaMigrate.settles?.(whole, context)).toMatchObject({ endedSince: [{ id: 's1' }] });
    expect(await schemaMigrate.givesUp?.(whole, context)).toMatchObject({ givenUp: [] });
  });

  it('sessions are noted with the database of the cluster alone', async () => {
    const { context, kept } = await captured();
    const sessions = {
      ...context,
      ownDatabase: () => ({ ...context.ownDatabase('c1'), sessions: undefined }),
    };
    await databaseCapture.apply({ hop: 1, database: 'c1' }, sessions as unknown as StepContext, 'todo');
    await expect(readFile(kept.sessions)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(JSON.parse(await readFile(keptFiles(context, 1, 'c1').access, 'utf8'))).toMatchObject({
      tables: [],
      sequences: [],
    });
    await databaseCapture.apply({ hop: 1 }, context, 'todo');
    expect(JSON.parse(await readFile(kept.sessions, 'utf8'))).toEqual([]);
  });
});

describe('the migrators of a migration', () => {
  const leg = { environment: '/e/manager-2', run: ['b'], from: ['a'], head: 'b' };
  const answers = [{ revision: 'c', asks: 'sure?', answer: 'y' }];
  const last = { environment: '/e/manager-3', run: ['c', 'd'], from: ['b'], head: 'd', answers };
  const params = schemaMigrate.params.parse({ hop: 1, member: 'm1', legs: [leg, last] });

  /** What each is asked, and how it began. */
  async function asking() {
    const { context } = await captured();
    const asked: MigrationRequest[] = [];
    const startMigrator: StepContext['startMigrator'] = async (request, signal) => {
      asked.push(request);
      return context.startMigrator(request, signal);
    };
    return { asked, context: { ...context, startMigrator } };
  }

  it('answer what revisions are known to ask, in their own leg', async () => {
    const { asked, context } = await asking();
    expect(await startMigrators({ ...params, database: 'c1' }, context)).toHaveLength(2);
    const where = { member: 'm1', config: '/c', database: 'c1' };
    expect(asked).toEqual([
      { ...where, ...leg },
      { ...where, ...last },
    ]);
    expect(asked[0]).not.toHaveProperty('answers');
  });

  it('are asked again with nothing left to run: the last alone, which finds its head where it is', async () => {
    const { asked, context } = await asking();
    await startAgain(params, context);
    expect(asked).toMatchObject([{ environment: '/e/manager-3', run: [], from: ['d'], head: 'd' }]);
    await startAgain({ ...params, legs: [leg] }, context);
    expect(asked.at(-1)).toMatchObject({ environment: '/e/manager-2', run: [], from: ['b'], head: 'b' });
    await expect(startAgain({ ...params, legs: [] }, context)).rejects.toThrow('a migration without legs');
  });

  it('of several hops and databases are kept apart', async () => {
    const own = ['c1', 'c2'].map((database) => ({ ...params, database }));
    const keys = [params, { ...params, hop: 2 }, ...own].map(migratorKey);
    expect(new Set(keys).size).toBe(4);
  });

  it('that were never warm need not be cancelled', async () => {
    const { context } = await captured();
    if (typeof migratorWarm.undo === 'function') await migratorWarm.undo(params, context);
    expect(context.migrators.size).toBe(0);
  });
});

it('a migration writes down which revisions it ran', async () => {
  const { context, kept } = await captured();
  const params = schemaMigrate.params.parse({
    hop: 1,
    member: 'm1',
    legs: [{ environment: '/e/manager-2', run: ['b'], from: ['a'], head: 'b' }],
  });
  await schemaMigrate.apply(params, context, 'todo');
  expect(JSON.parse(await readFile(kept.migrated, 'utf8'))).toEqual({ revisions: ['b'] });
});
