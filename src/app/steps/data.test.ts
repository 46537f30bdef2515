import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { BaiupError } from '../../lib/errors.ts';
import { configstoreEdit } from './configstore-edit.ts';
import type { MigrationRequest, StepContext } from './context.ts';
import { keptFiles } from './kept-files.ts';
import { migratorWarm } from './migrator-warm.ts';
import { forgetRestored, restoreCaptured } from './restore-captured.ts';
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
  folder = await mkdtemp(join(tmpdir(), 'baiup-data-'));
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

const undo = async (step: { undo: unknown }, params: unknown, context: StepContext): Promise<unknown> =>
  (step.undo as (params: unknown, context: StepContext) => Promise<unknown>)(params, context);

describe('restoreCaptured', () => {
  it('restores both, each once', async () => {
    const { state, context } = await captured();
    Object.assign(state, { rows: ['z'], etcd: 'moved' });
    await restoreCaptured({ hop: 1 }, context);
    expect(state).toMatchObject({ rows: ['a'], etcd: 'as it was' });
    Object.assign(state, { rows: ['z'], etcd: 'moved' });
    await restoreCaptured({ hop: 1 }, context);
    expect(state).toMatchObject({ rows: ['z'], etcd: 'moved' });
    await forgetRestored({ hop: 1 }, context);
    await restoreCaptured({ hop: 1 }, context);
    expect(state).toMatchObject({ rows: ['a'], etcd: 'as it was' });
  });

  it('waits for one where the other fails, says how each ended, and restores later only what is left', async () => {
    const { state, context } = await captured();
    Object.assign(state, { rows: ['z'], etcd: 'moved' });
    const database = {
      ...context.database,
      restore: async () =>
        Promise.reject(new BaiupError('x', 'the server is away', { hint: 'start the server' })),
    };
    await expect(restoreCaptured({ hop: 1 }, { ...context, database })).rejects.toMatchObject({
      code: 'restore.incomplete',
      message: 'the database could not be restored: the server is away; etcd is restored',
      hint: 'start the server',
      cause: { code: 'x' },
    });
    expect(state).toMatchObject({ rows: ['z'], etcd: 'as it was' });
    state.etcd = 'written since';
    await restoreCaptured({ hop: 1 }, context);
    expect(state).toMatchObject({ rows: ['a'], etcd: 'written since' });
  });

  it.each([
    [new BaiupError('x', 'away'), 'make room'],
    [Object.assign(new Error('away'), { hint: 'of another library' }), 'make room'],
  ])('has the hint of the failure that has one of ours', async (first, hint) => {
    const { context } = await captured();
    const database = { ...context.database, restore: async () => Promise.reject(first) };
    const full = new BaiupError('y', 'full', { hint });
    const configStore = { ...context.configStore, restore: async () => Promise.reject(full) };
    await expect(restoreCaptured({ hop: 1 }, { ...context, database, configStore })).rejects.toMatchObject({
      message: 'the database could not be restored: away; etcd could not be restored: full',
      hint,
    });
  });

  it('has no hint where no failure has one', async () => {
    const { context } = await captured();
    const configStore = { ...context.configStore, restore: async () => Promise.reject(new Error('away')) };
    await expect(restoreCaptured({ hop: 1 }, { ...context, configStore })).rejects.toMatchObject({
      message: 'the database is restored; etcd could not be restored: away',
      hint: undefined,
    });
  });

  it("leaves etcd alone with a member's own database", async () => {
    const { state, context } = await captured({ own: ['a'] });
    const restored: string[] = [];
    const ownDatabase = (member: string) => ({
      ...context.ownDatabase(member),
      restore: async (file: string) => void restored.push(`${member} ${file}`),
    });
    state.etcd = 'moved';
    await restoreCaptured({ hop: 1, database: 'c1' }, { ...context, ownDatabase });
    expect(restored).toEqual([`c1 ${join(folder, 'hop-1.c1.database.dump')}`]);
    expect(state.etcd).toBe('moved');
  });
});

describe('schema.migrate', () => {
  const leg = (environment: string, run: string[], from: string, head: string) => ({
    environment,
    run,
    from: [from],
    head,
  });
  const params = schemaMigrate.params.parse({
    hop: 1,
    member: 'm1',
    legs: [leg('/e/manager-2', ['b'], 'a', 'b'), leg('/e/manager-3', ['c', 'd'], 'b', 'd')],
  });

  it('runs each leg by its own release, in order, and tells all revisions', async () => {
    const { state, context } = await captured();
    const asked: MigrationRequest[] = [];
    const startMigrator: StepContext['startMigrator'] = async (request, signal) => {
      asked.push(request);
      return context.startMigrator(request, signal);
    };
    const told = await schemaMigrate.apply(params, { ...context, startMigrator }, 'todo');
    expect(told).toEqual({ revisions: ['b', 'c', 'd'].map((id) => ({ id, seconds: 0 })) });
    const where = { member: 'm1', config: '/c', database: undefined };
    expect(asked).toEqual([
      { ...where, environment: '/e/manager-2', run: ['b'], from: ['a'], head: 'b' },
      { ...where, environment: '/e/manager-3', run: ['c', 'd'], from: ['b'], head: 'd' },
    ]);
    expect(state.rows).toEqual(['d']);
    expect(await schemaMigrate.probe(params, context, false)).toBe('done');
  });

  it('takes the migrators that are warm, once', async () => {
    const { context } = await captured();
    await migratorWarm.apply(params, context, 'todo');
    expect(await migratorWarm.probe(params, context, false)).toBe('done');
    const startMigrator = async () => Promise.reject(new Error('it was warm'));
    await schemaMigrate.apply(params, { ...context, startMigrator }, 'todo');
    expect(await migratorWarm.probe(params, context, false)).toBe('todo');
  });

  it('leaves its migrators to be cancelled where one of them fails', async () => {
    const { context } = await captured();
    const cancelled: string[] = [];
    const startMigrator: StepContext['startMigrator'] = async ({ head }) => ({
      go: async () => Promise.reject(new Error('a revision failed')),
      cancel: async () => void cancelled.push(head),
    });
    await expect(schemaMigrate.apply(params, { ...context, startMigrator }, 'todo')).rejects.toThrow(
      'a revision failed',
    );
    await undo(migratorWarm, params, context);
    expect(cancelled).toEqual(['b', 'd']);
    expect(context.migrators.size).toBe(0);
  });

  it('restores what is half done before it does all of it', async () => {
    const { state, context } = await captured();
    Object.assign(state, { rows: ['b'], etcd: 'moved' });
    const seen: unknown[] = [];
    const startMigrator: StepContext['startMigrator'] = async (request, signal) => {
      seen.push([state.rows, state.etcd]);
      return context.startMigrator(request, signal);
    };
    expect(await schemaMigrate.probe(params, context, true)).toBe('half');
    await schemaMigrate.apply(params, { ...context, startMigrator }, 'half');
    expect(seen[0]).toEqual([['a'], 'as it was']);
    expect(state.rows).toEqual(['d']);
    // What follows can be taken back again.
    await undo(schemaMigrate, params, context);
    expect(state).toMatchObject({ rows: ['a'], etcd: 'as it was' });
  });

  it.each([
    [['b'], 'alembic_version holds b instead of d'],
    [[], 'alembic_version holds nothing instead of d'],
    [['d', 'b'], 'alembic_version holds d, b instead of d'],
  ])('is not done with the rows %j', async (rows, message) => {
    const { context } = await captured({ rows });
    await expect(schemaMigrate.verify(params, context)).rejects.toMatchObject({
      code: 'schema.wrong-head',
      message,
    });
    expect(await schemaMigrate.probe(params, context, false)).toBe('todo');
  });

  it("runs on a member's own database", async () => {
    const { context, state } = await captured({ own: ['d'], rows: ['a'] });
    await schemaMigrate.verify({ ...params, database: 'c1' }, context);
    state.own = ['a'];
    await expect(schemaMigrate.verify({ ...params, database: 'c1' }, context)).rejects.toThrow('holds a');
  });
});

describe('configstore.edit', () => {
  const params = { hop: 1, rule: 'lamps', moves: [{ move: 'old/', to: ['new/'] }] };

  it('moves what is left at the old place, and is done when nothing is', async () => {
    const { state, context } = await captured();
    expect(await configstoreEdit.probe(params, context, false)).toBe('todo');
    await expect(configstoreEdit.verify(params, context)).rejects.toMatchObject({
      code: 'etcd.not-moved',
      message: 'old/lamp: still under the old key',
    });
    expect(await configstoreEdit.apply(params, context, 'todo')).toEqual({ keys: ['old/lamp'] });
    await configstoreEdit.verify(params, context);
    expect(await configstoreEdit.probe(params, context, false)).toBe('done');
    await undo(configstoreEdit, params, context);
    expect(state.etcd).toBe('as it was');
  });

  it('asks of all its places, and names all that is left there', async () => {
    const { context } = await captured();
    const moves = ['a/b/', 'c/'].map((move) => ({ move, to: ['new/'] }));
    const asked: unknown[] = [];
    const keys = async (prefixes: readonly string[]): Promise<string[]> => {
      asked.push(prefixes);
      return prefixes.map((prefix) => `${prefix}x`);
    };
    const there = { ...context, configStore: { ...context.configStore, keys } };
    expect(await configstoreEdit.probe({ ...params, moves }, there, false)).toBe('todo');
    await expect(configstoreEdit.verify({ ...params, moves }, there)).rejects.toThrow(
      'a/b/x, c/x: still under the old key',
    );
    expect(asked).toEqual(Array(2).fill(['a/b/', 'c/']));
    expect(configstoreEdit.title({ ...params, moves })).toBe('Move a/b, c in etcd');
  });
});
