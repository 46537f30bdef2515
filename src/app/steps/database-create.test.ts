import { expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import type { OwnDatabase, StepContext } from './context.ts';
import { databaseCreate } from './database-create.ts';

const params = databaseCreate.params.parse({
  hop: 1,
  database: 'c1',
  name: 'proxy',
  version: '25.13.4',
  environment: '/e/c-25.13.4',
  head: 'b',
});
const inventory = { components: [{ id: 'c1', host: 'local', workdir: '/w', config: '/c' }] };

interface World {
  /** Tables of the database; undefined where there is none. */
  tables: string[] | undefined;
  readonly isOurs: boolean;
  kept: string[] | undefined;
  /** The program is killed, or fails, after its first table. */
  isCut: boolean;
  /** What its program was given. */
  asked?: unknown;
  /** Where it was kept. */
  file?: string;
}

function contextOf(world: World): StepContext {
  const own: Partial<OwnDatabase> = {
    exists: async () => world.tables !== undefined,
    revisions: async () => (world.tables?.includes('b') ? ['b'] : []),
    tables: async () => world.tables?.length ?? 0,
    make: async () => {
      world.tables = [];
    },
    unmake: async () => {
      if (world.isOurs) world.tables = undefined;
      return world.isOurs;
    },
    dump: async (file) => {
      world.file = file;
      world.kept = [...(world.tables ?? [])];
      return { size: 0 };
    },
    restore: async (file) => {
      if (!world.kept) throw new Error('nothing was kept');
      expect(file).toBe(world.file);
      world.tables = [...world.kept];
    },
  };
  const fillDatabase: StepContext['fillDatabase'] = async (environment, where) => {
    world.asked = [environment, where];
    if (world.tables === undefined || world.tables.length > 0) throw new Error('not empty');
    world.tables.push('a');
    if (world.isCut) throw new Error('cut');
    world.tables.push('b');
  };
  return {
    inventory: inventory as unknown as Inventory,
    runFolder: '/run',
    ownDatabase: (id: string) => {
      expect(id).toBe('c1');
      return own;
    },
    fillDatabase,
  } as unknown as StepContext;
}

it.each([
  ['that baiup makes', { tables: undefined, isOurs: true }],
  ['that the operator made empty', { tables: [], isOurs: false }],
])(
  'a database %s is filled anew after an attempt that was cut, and taken back to what was found',
  async (_what, found) => {
    const world: World = { ...structuredClone(found), kept: undefined, isCut: true };
    const context = contextOf(world);
    await expect(databaseCreate.apply(params, context, 'todo')).rejects.toThrow('cut');
    expect(await databaseCreate.probe(params, context, true)).toBe('todo');
    world.isCut = false;
    await databaseCreate.apply(params, context, 'todo');
    await databaseCreate.verify(params, context);
    expect(world.tables).toEqual(['a', 'b']);
    if (typeof databaseCreate.undo === 'function') await databaseCreate.undo(params, context);
    expect(world.tables).toEqual(found.tables);
  },
);

it('is filled by the program of the new release, as the member is configured', async () => {
  const world: World = { tables: [], isOurs: false, kept: undefined, isCut: false };
  await databaseCreate.apply(params, contextOf(world), 'todo');
  const where = { database: 'c1', member: 'c1', config: '/c', head: 'b' };
  expect(world.asked).toEqual(['/e/c-25.13.4', where]);
  expect(world.file).toBe('/run/hop-1.c1.database.dump');
});

it.each<[string, string[] | undefined]>([
  ['is not there', undefined],
  ['is empty', []],
  ['is half filled', ['a']],
])('one that %s is not filled', async (_how, tables) => {
  const context = contextOf({ tables, isOurs: true, kept: undefined, isCut: false });
  expect(await databaseCreate.probe(params, context, false)).toBe('todo');
  await expect(databaseCreate.verify(params, context)).rejects.toMatchObject({
    code: 'database.not-filled',
    message: '"proxy" of c1 is not at b after it was filled',
  });
});

it('one that is filled is left as it is', async () => {
  const context = contextOf({ tables: ['a', 'b'], isOurs: true, kept: undefined, isCut: false });
  expect(await databaseCreate.probe(params, context, false)).toBe('done');
});

it.each<[string, string[] | undefined]>([
  ['nothing', undefined],
  ['an empty database', []],
])('before anything was done to %s, undoing leaves it', async (_what, tables) => {
  const world: World = { tables, isOurs: false, kept: undefined, isCut: false };
  const own = contextOf(world).ownDatabase('c1');
  const unmake = async (): Promise<boolean> => {
    if (world.tables === undefined) throw new Error('there is none');
    return false;
  };
  const context = { ...contextOf(world), ownDatabase: () => ({ ...own, unmake }) } as unknown as StepContext;
  if (typeof databaseCreate.undo === 'function') await databaseCreate.undo(params, context);
  expect(world.tables).toEqual(tables);
});

it('a database that is somebody’s is not emptied', async () => {
  const world: World = { tables: ['theirs'], isOurs: false, kept: undefined, isCut: false };
  await expect(databaseCreate.apply(params, contextOf(world), 'todo')).rejects.toThrow('nothing was kept');
  expect(world.tables).toEqual(['theirs']);
});
