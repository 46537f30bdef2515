import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allowedUpTo } from '../../core/schema/drift-allowed.ts';
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import type { StepContext } from './context.ts';
import { schemaDifferences } from './schema-differences.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-differences-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const column = { type: 'text', nullable: true, default: null };
const schemaOf = (): SchemaSnapshot => ({ tables: {}, types: {}, sequences: {}, extensions: [] });

/** A database of this structure, the cluster's or a member's own, beside a fresh install. */
async function migrated(actual: SchemaSnapshot, fresh: SchemaSnapshot) {
  for (const name of ['hop-1', 'hop-1.c1'])
    await writeFile(join(folder, `${name}.expected-schema.json`), JSON.stringify(fresh));
  const database = { schema: async () => actual };
  return { runFolder: folder, database, ownDatabase: () => database } as unknown as StepContext;
}

describe('how a schema differs from a fresh install', () => {
  it("allows a member's own database nothing that the manager's may show, and the other way round", async () => {
    const wide = { ...column, default: "'custom'::character varying" };
    const tableOf = (name: string, columns: object) =>
      ({ ...schemaOf(), tables: { [name]: { columns, constraints: [], indexes: [] } } }) as SchemaSnapshot;
    const [variant, updated] = [
      tableOf('endpoints', { runtime_variant: wide }),
      tableOf('workers', { updated_at: { ...column, nullable: false } }),
    ];
    const fresh = {
      variant: tableOf('endpoints', { runtime_variant: column }),
      updated: tableOf('workers', { updated_at: column }),
    };
    const whose = async (actual: SchemaSnapshot, expected: SchemaSnapshot, database?: string) => {
      const context = await migrated(actual, expected);
      const differences = await schemaDifferences({ hop: 1, toLine: '24.03', database }, context);
      return differences.map((each) => each.whose);
    };
    expect(await whose(variant, fresh.variant)).toEqual(['vendor']);
    expect(await whose(variant, fresh.variant, 'c1')).toEqual(['cosmetic']);
    expect(await whose(updated, fresh.updated)).toEqual(['ours']);
    expect(await whose(updated, fresh.updated, 'c1')).toEqual(['vendor']);
  });

  it('names what belongs to another than before, and who is denied', async () => {
    const context = await migrated(schemaOf(), schemaOf());
    const before = {
      owner: 'bai',
      owners: {},
      tables: ['a'],
      sequences: [],
      may: { bai: { SELECT: ['a'] } },
    };
    const after = {
      owner: 'bai',
      owners: { 'table b': 'postgres' },
      tables: ['a', 'b'],
      sequences: [],
      may: before.may,
    };
    const seen = { ...context, database: { ...context.database, access: async () => after } };
    const proof = { hop: 1, toLine: '24.03' };
    // A run that an older baiup began has captured none.
    expect(await schemaDifferences(proof, seen)).toEqual([]);
    await writeFile(join(folder, 'hop-1.access.json'), JSON.stringify(before));
    expect(await schemaDifferences(proof, seen)).toEqual([
      { whose: 'ours', kind: 'owner-other', object: 'table b', actual: 'postgres', expected: 'bai' },
      { whose: 'ours', kind: 'access-missing', object: 'b', expected: 'SELECT for bai' },
    ]);
  });

  describe('where the site had more than its release', () => {
    const tables = (...names: string[]): SchemaSnapshot => ({
      ...schemaOf(),
      tables: Object.fromEntries(
        names.map((name) => [name, { columns: { id: column }, constraints: [], indexes: [] }]),
      ),
    });
    const source = { environment: '/e/manager-1', member: 'm1', head: 'a', line: '24.03' };
    const proof = { hop: 1, toLine: '24.09', source };

    /** A site's table `mine`. */
    async function ofSite(actual: SchemaSnapshot, fresh?: SchemaSnapshot) {
      const noted = { schema: tables('users', 'mine') };
      await writeFile(join(folder, 'hop-1.found-schema.json'), JSON.stringify(noted));
      const context = await migrated(actual, tables('users'));
      const asked: unknown[] = [];
      const seen = {
        ...context,
        inventory: { components: [{ id: 'm1', host: 'local', workdir: '/w', config: '/c' }] },
        freshSchema: async (environment: string, where: unknown) => {
          asked.push([environment, where]);
          if (!fresh) throw new Error('it does not run any more');
          return fresh;
        },
      } as unknown as StepContext;
      const differences = await schemaDifferences(proof, seen);
      const reason = differences.find((each) => each.reason)?.reason;
      return {
        asked,
        reason,
        differences: differences.map(({ whose, kind, object }) => `${whose} ${kind} ${object}`),
      };
    }

    it('tells it, by a fresh install of that release', async () => {
      const { asked, differences } = await ofSite(tables('users', 'mine'), tables('users'));
      expect(differences).toEqual(['site table-extra mine']);
      const where = { member: 'm1', config: '/c', head: 'a', hop: 1, database: undefined };
      expect(asked).toEqual([['/e/manager-1', where]]);
    });

    it.each<[string, SchemaSnapshot, SchemaSnapshot | undefined, string[]]>([
      ['it is gone', tables('users'), tables('users'), ['ours site-lost mine']],
      [
        'it was the release’s own',
        tables('users', 'mine'),
        tables('users', 'mine'),
        ['ours table-extra mine'],
      ],
      ['nobody can tell', tables('users', 'mine'), undefined, ['ours table-extra mine']],
      [
        'another was made',
        tables('users', 'mine', 'new'),
        tables('users'),
        ['ours table-extra new', 'site table-extra mine'],
      ],
    ])('says whose it is where %s', async (_what, actual, fresh, expected) => {
      expect((await ofSite(actual, fresh)).differences).toEqual(expected);
    });

    it('says why nobody can tell', async () => {
      const { reason } = await ofSite(tables('users', 'mine'));
      expect(reason).toBe('no fresh install of the release before: it does not run any more');
    });

    it('makes no fresh install where nothing has to be told apart', async () => {
      const noted = { schema: tables('users') };
      const context = await migrated(tables('users'), tables('users'));
      await writeFile(join(folder, 'hop-1.found-schema.json'), JSON.stringify(noted));
      // Asked for one, this context would throw.
      expect(await schemaDifferences(proof, context)).toEqual([]);
    });
  });

  it('gives each difference its own reason and source', async () => {
    const allowed = allowedUpTo('24.03');
    const left = (object: string) =>
      allowed.find((each) => each.kind === 'default-left' && each.object === object);
    const known = ['user_resource_policies.max_vfolder_count', 'endpoints.runtime_variant'].map((object) =>
      left(object),
    );
    const tables = (value: string | null): SchemaSnapshot => ({
      ...schemaOf(),
      tables: Object.fromEntries(
        known.map((each) => {
          const [table = '', name = ''] = each?.object.split('.') ?? [];
          return [
            table,
            { columns: { [name]: { ...column, default: value } }, constraints: [], indexes: [] },
          ];
        }),
      ),
    });
    const context = await migrated(tables('0'), tables(null));
    const differences = await schemaDifferences({ hop: 1, toLine: '24.03' }, context);
    const said = differences.map(({ object, reason, source }) => ({ object, reason, source }));
    const byObject = (a: { object: unknown }, b: { object: unknown }) =>
      String(a.object).localeCompare(String(b.object));
    expect(said.sort(byObject)).toEqual(
      known
        .map((each) => ({ object: each?.object, reason: each?.reason, source: each?.source }))
        .sort(byObject),
    );
  });
});
