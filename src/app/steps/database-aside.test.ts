import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import type { AsidePlace } from '../../io/database/aside/aside-names.ts';
import { asideOf } from './aside-of.ts';
import { databaseAside } from './database-aside.ts';
import { databaseName } from './database-name.ts';
import { databaseNote } from './database-note.ts';
import { schemaMigrate } from './schema-migrate.ts';
import { simulatedContext } from './simulated-context.ts';
import { simulatedState } from './simulated-state.ts';

const hop = { hop: 1 };
const name = { hop: 1, head: 'b' };
const migration = {
  hop: 1,
  member: 'm1',
  aside: true as const,
  legs: [{ environment: '/e/manager-2', run: ['b'], from: ['a'], head: 'b' }],
};
const inventory = {
  components: [{ id: 'm1', component: 'manager', host: 'local', config: '/c', workdir: '/w' }],
} as unknown as Inventory;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-aside-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function world() {
  const state = simulatedState({ active: false });
  const context = simulatedContext(folder, inventory, state);
  await context.configStore.capture(join(folder, 'hop-1.etcd.json'));
  return { state, context, door: asideOf(context, hop) };
}
type World = Awaited<ReturnType<typeof world>>;

const setAside = ({ context }: World) => databaseAside.apply(hop, context, 'todo');
const migrate = ({ context }: World) => schemaMigrate.apply(migration, context, 'todo');
const take = ({ context }: World) => databaseName.apply(name, context, 'todo');
const { undo } = databaseAside;
const giveBack = async ({ context }: World) => typeof undo === 'function' && undo(hop, context);

/** A process of it dies before the database has another name. */
async function noted({ context, door }: World): Promise<void> {
  const dies = { ...door, move: () => Promise.reject(new Error('killed')) };
  const database = { ...context.database, aside: () => dies };
  await expect(databaseAside.apply(hop, { ...context, database }, 'todo')).rejects.toThrow('killed');
}

describe('a database that is set aside', () => {
  it('leaves no database under its name until the migrated copy has it', async () => {
    const given = await world();
    const { state, door, context } = given;
    await setAside(given);
    expect(state.database).toBeUndefined();
    expect(await databaseName.probe(name, context, false)).toBe('todo');
    await expect(take(given)).rejects.toMatchObject({ code: 'schema.wrong-head' });
    await migrate(given);
    expect([state.database, await door.revisions('copy'), await door.revisions('aside')]).toEqual([
      undefined,
      ['b'],
      ['a'],
    ]);
    await take(given);
    expect([state.rows, await door.found()]).toEqual([['b'], { name: state.database, aside: 'the first' }]);
    for (const [step, params] of [
      [databaseAside, hop],
      [databaseName, name],
      [schemaMigrate, migration],
    ] as const)
      expect(await step.probe(params as never, context, false)).toBe('done');
  });

  it.each<[string, (given: World) => Promise<unknown>]>([
    ['nothing was done', async () => undefined],
    ['it was noted alone', noted],
    [
      'it was renamed and not copied',
      async (given) => {
        await setAside(given);
        await given.door.drop('copy');
      },
    ],
    ['it was copied', setAside],
    [
      'the copy was migrated',
      async (given) => {
        await setAside(given);
        await migrate(given);
      },
    ],
    [
      'the copy has its name',
      async (given) => {
        await setAside(given);
        await migrate(given);
        await take(given);
      },
    ],
  ])('comes back where %s, also twice', async (_what, act) => {
    const given = await world();
    await act(given);
    await giveBack(given);
    await giveBack(given);
    const { undone: _undone, ...others } = await given.door.found();
    expect([given.state.rows, others]).toEqual([['a'], { name: 'the first' }]);
  });

  it('keeps what was written since under another name', async () => {
    const given = await world();
    await setAside(given);
    await migrate(given);
    await take(given);
    await giveBack(given);
    expect(await given.door.revisions('undone')).toEqual(['b']);
  });

  it('goes on where a process was killed before the copy, and copies anew what was half migrated', async () => {
    const given = await world();
    const { context, door } = given;
    await setAside(given);
    await door.drop('copy');
    expect(await databaseAside.probe(hop, context, true)).toBe('half');
    await databaseAside.apply(hop, context, 'half');
    await migrate(given);
    await schemaMigrate.apply(migration, context, 'half');
    expect([await door.revisions('copy'), await door.revisions('aside')]).toEqual([['b'], ['a']]);
  });

  it('is never copied again while it is counted: a run that was cut does both', async () => {
    const given = await world();
    const { context, door } = given;
    await setAside(given);
    await migrate(given);
    const log: string[] = [];
    const aside = () => ({
      ...door,
      view: async (place: AsidePlace) => {
        const view = await context.database.aside({ run: context.run, hop: 1 }).view(place);
        log.push('looked at');
        return { ...view, close: async () => void log.push('left') };
      },
      copy: async () => {
        log.push('copied');
        await door.copy();
      },
    });
    const cut = { ...context, database: { ...context.database, aside } };
    await Promise.all([
      databaseNote.apply(hop, cut, 'todo'),
      schemaMigrate.apply(migration, cut, 'half'),
      databaseNote.apply(hop, cut, 'todo'),
    ]);
    expect(log).toContain('copied');
    expect(log.filter((each) => each !== 'copied')).toEqual(['looked at', 'left', 'looked at', 'left']);
    expect(log[log.indexOf('copied') - 1]).not.toBe('looked at');
  });

  it('never takes the place of a database that somebody else has made', async () => {
    const given = await world();
    const { state, door } = given;
    await setAside(given);
    Object.assign(state, { database: 'of somebody', rows: [] });
    await expect(giveBack(given)).rejects.toMatchObject({
      code: 'database.name-taken',
      hint: expect.stringContaining('another name'),
    });
    expect(await door.found()).toMatchObject({ name: 'of somebody', aside: 'the first' });
  });

  it.each(['aside', 'copy'] as const)('is not set aside where a name is taken: %s', async (place) => {
    const given = await world();
    given.state.others.set(given.door.names[place], { id: 'of somebody', data: [] });
    await expect(setAside(given)).rejects.toMatchObject({ code: 'database.name-taken' });
    expect(given.state.database).toBe('the first');
  });

  it('comes back from its dump where it is gone, and says so where there is none', async () => {
    const given = await world();
    const { context, door, state } = given;
    await setAside(given);
    await migrate(given);
    await take(given);
    await door.drop('aside');
    await expect(giveBack(given)).rejects.toMatchObject({ code: 'aside.lost' });
    state.rows = ['a'];
    await context.database.dump(join(folder, 'hop-1.database.dump'), context.signal);
    state.rows = ['b'];
    await giveBack(given);
    expect(state.rows).toEqual(['a']);
  });
});
