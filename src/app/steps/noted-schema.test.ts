import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import type { StepContext } from './context.ts';
import { notedSchema, noteSchema } from './noted-schema.ts';
import { schemaDifferences } from './schema-differences.ts';
import { schemaProve } from './schema-prove.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-noted-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const column = { type: 'text', nullable: true, default: null };
const tables = (columns: Readonly<Record<string, readonly string[]>>): SchemaSnapshot => ({
  tables: Object.fromEntries(
    Object.entries(columns).map(([name, own]) => [
      name,
      { columns: Object.fromEntries(own.map((each) => [each, column])), constraints: [], indexes: [] },
    ]),
  ),
  types: {},
  sequences: {},
  extensions: [],
});
const access = { owner: 'bai', owners: {}, tables: [], sequences: [], may: {} };
const release = tables({ users: ['id'] });
const found = tables({ users: ['id', 'tag'], mine: ['id', 'note'], yours: ['id'] });
const save = (name: string, document: unknown) => writeFile(join(folder, name), JSON.stringify(document));

/** A database, the cluster's and a member's own. */
function contextOf(schema: SchemaSnapshot): StepContext {
  const database = {
    schema: async () => schema,
    access: async () => access,
    revisions: async () => ['b'],
  };
  const components = [{ id: 'm1', host: 'local', workdir: '/w', config: '/c' }];
  return {
    runFolder: folder,
    inventory: { components },
    database,
    ownDatabase: (id: string) => ({ ...database, access: async () => ({ ...access, owner: id }) }),
    freshSchema: async () => release,
  } as unknown as StepContext;
}

describe('a database before its migration', () => {
  it('is noted with its rights', async () => {
    await noteSchema({ hop: 1 }, contextOf(found).database, { runFolder: folder });
    expect(await notedSchema({ hop: 1 }, { runFolder: folder })).toEqual({ schema: found });
    expect(JSON.parse(await readFile(join(folder, 'hop-1.access.json'), 'utf8'))).toEqual(access);
    expect(await notedSchema({ hop: 2 }, { runFolder: folder })).toBeUndefined();
  });

  it('is noted by itself where it is a member’s own', async () => {
    await noteSchema({ hop: 1, database: 'c1' }, contextOf(found).ownDatabase('c1'), { runFolder: folder });
    expect(await notedSchema({ hop: 1, database: 'c1' }, { runFolder: folder })).toEqual({ schema: found });
    expect(await notedSchema({ hop: 1 }, { runFolder: folder })).toBeUndefined();
    const rights: unknown = JSON.parse(await readFile(join(folder, 'hop-1.c1.access.json'), 'utf8'));
    expect(rights).toMatchObject({ owner: 'c1' });
  });
});

describe('what a migration did to what the site has', () => {
  const source = { environment: '/e/manager-1', member: 'm1', head: 'a', line: '24.03' };
  const proof = { hop: 1, head: 'b', toLine: '24.09', source };

  it.each<[string, SchemaSnapshot, string[]]>([
    ['is gone', tables({ users: ['id', 'tag'], yours: ['id'] }), ['mine, which the site had, is gone']],
    [
      'is another',
      tables({ users: ['id', 'tag'], mine: ['id'], yours: ['id'] }),
      ['mine, which the site had, is not as it was'],
    ],
  ])('fails the proof where it %s, in words', async (_how, after, words) => {
    await save('hop-1.expected-schema.json', release);
    await noteSchema({ hop: 1 }, contextOf(found).database, { runFolder: folder });
    await expect(schemaProve.apply(proof, contextOf(after), 'todo')).rejects.toMatchObject({
      code: 'prove.drift',
      message: `the migrated schema has ${words.length} differences from a fresh install: ${words.join('; ')}`,
    });
  });

  it('passes where all of it is as it was', async () => {
    await save('hop-1.expected-schema.json', release);
    await noteSchema({ hop: 1 }, contextOf(found).database, { runFolder: folder });
    expect(await schemaProve.apply(proof, contextOf(found), 'todo')).toMatchObject({
      structural: 0,
      differences: [
        { whose: 'site', object: 'mine' },
        { whose: 'site', object: 'yours' },
        { whose: 'site', object: 'users.tag' },
      ],
    });
  });

  it('is read of the database that the proof is of', async () => {
    await save('hop-1.c1.expected-schema.json', release);
    await noteSchema({ hop: 1, database: 'c1' }, contextOf(found).ownDatabase('c1'), { runFolder: folder });
    const elsewhere = () => Promise.reject(new Error("it is the cluster's"));
    const context = contextOf(tables({ users: ['id', 'tag'], yours: ['id'] }));
    const database = { ...context.database, schema: elsewhere, access: elsewhere };
    const own = { ...proof, database: 'c1' };
    await expect(schemaProve.apply(own, { ...context, database }, 'todo')).rejects.toThrow(
      'mine, which the site had, is gone',
    );
  });

  it('is not the site’s where the vendor left it, and a revision on the way should have fixed it', async () => {
    const typed = (type: string): SchemaSnapshot => {
      const table = { columns: { permission: { ...column, type } }, constraints: [], indexes: [] };
      return { ...release, tables: { vfolder_invitations: table } };
    };
    const [left, fixed] = [typed('vfolderpermission'), typed('vfoldermountpermission')];
    const late = { ...proof, toLine: '26.02', source: { ...source, line: '26.01' } };
    const whose = async (database?: string) => {
      const turn = { hop: 1, ...(database ? { database } : {}) };
      await save(`hop-1.${database ? `${database}.` : ''}expected-schema.json`, fixed);
      await noteSchema(turn, contextOf(left).database, { runFolder: folder });
      const context = { ...contextOf(left), freshSchema: async () => fixed };
      return (await schemaDifferences({ ...late, ...turn }, context)).map((each) => each.whose);
    };
    expect(await whose()).toEqual(['ours']);
    expect(await whose('c1')).toEqual(['site']);
  });

  it('is not known where the plan names no release before, which the proof says', async () => {
    await save('hop-1.expected-schema.json', release);
    await noteSchema({ hop: 1 }, contextOf(found).database, { runFolder: folder });
    const { source: _source, ...without } = proof;
    await expect(schemaProve.apply(without, contextOf(found), 'todo')).rejects.toMatchObject({
      code: 'prove.drift',
      message: expect.stringContaining('the plan names no environment of it'),
    });
  });

  it('names the first five of those who are denied', async () => {
    await save('hop-1.expected-schema.json', release);
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    await save('hop-1.access.json', { ...access, tables: names, may: { ana: { SELECT: names } } });
    const now = { ...access, tables: names };
    const context = contextOf(release);
    const seen = { ...context, database: { ...context.database, access: async () => now } };
    await expect(schemaProve.apply(proof, seen, 'todo')).rejects.toMatchObject({
      code: 'prove.access',
      message: `6 owners or rights are not as they were before the migration: ${names
        .slice(0, 5)
        .map((name) => `${name} lacks SELECT for ana`)
        .join('; ')}`,
    });
  });
});
