import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { schemaMigrate } from './schema-migrate.ts';
import { simulatedContext } from './simulated-context.ts';
import { simulatedState } from './simulated-state.ts';

const inventory = {
  components: [{ id: 'm1', component: 'manager', host: 'local', config: '/c', workdir: '/w' }],
} as unknown as Inventory;

/** Revisions b and c come below the head that the database has already: 24.09.14 → 25.02.0 is such a hop. */
const params = schemaMigrate.params.parse({
  hop: 1,
  member: 'm1',
  legs: [{ environment: '/e/manager-2', run: ['b', 'c'], from: ['a'], head: 'a' }],
});

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-migrate-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function prepared() {
  const state = simulatedState({ active: false });
  const context = simulatedContext(folder, inventory, state);
  await context.database.dump(join(folder, 'hop-1.database.dump'), context.signal);
  await context.configStore.capture(join(folder, 'hop-1.etcd.json'));
  return { state, context };
}

describe('a migration that begins and ends at the same head', () => {
  it('is not taken for done because the version table says so', async () => {
    const { state, context } = await prepared();
    expect(await schemaMigrate.probe(params, context, false)).toBe('todo');
    expect(await schemaMigrate.apply(params, context, 'todo')).toMatchObject({
      revisions: [{ id: 'b' }, { id: 'c' }],
    });
    expect(state.etcd).toBe('moved');
    expect(await schemaMigrate.probe(params, context, true)).toBe('done');
  });

  it('is half done where it was begun and left no sign of its end', async () => {
    const { context } = await prepared();
    expect(await schemaMigrate.probe(params, context, true)).toBe('half');
  });

  it('is to be done again once it was undone', async () => {
    const { state, context } = await prepared();
    await schemaMigrate.apply(params, context, 'todo');
    if (typeof schemaMigrate.undo === 'function') await schemaMigrate.undo(params, context);
    expect(state.etcd).toBe('as it was');
    expect(await schemaMigrate.probe(params, context, false)).toBe('todo');
  });
});
