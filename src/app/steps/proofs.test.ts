import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import { componentProve } from './component-prove.ts';
import type { StepContext } from './context.ts';
import { schemaExpect } from './schema-expect.ts';
import { countOf, schemaProve } from './schema-prove.ts';
import { simulatedContext } from './simulated-context.ts';
import { simulatedState } from './simulated-state.ts';

const inventory = {
  components: [{ id: 'm1', component: 'manager', host: 'local', config: '/c', workdir: '/w' }],
} as unknown as Inventory;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-proofs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const contextOf = (more: Partial<StepContext> = {}): StepContext => ({
  ...simulatedContext(folder, inventory, simulatedState()),
  ...more,
});

const column = { type: 'text', nullable: true, default: null };
const schemaOf = (...columns: string[]): SchemaSnapshot => ({
  tables: {
    endpoints: {
      columns: Object.fromEntries(columns.map((name) => [name, column])),
      constraints: [],
      indexes: [],
    },
  },
  types: {},
  sequences: {},
  extensions: [],
});

describe('schema.prove', () => {
  const proof = { hop: 1, head: 'a', toLine: '24.03' };

  /** A database of these revisions and this structure, beside a fresh install. */
  async function migrated(
    rows: string[],
    actual: SchemaSnapshot,
    fresh: SchemaSnapshot,
  ): Promise<StepContext> {
    await writeFile(join(folder, 'hop-1.expected-schema.json'), JSON.stringify(fresh));
    await writeFile(join(folder, 'hop-1.c1.expected-schema.json'), JSON.stringify(fresh));
    const context = simulatedContext(folder, inventory, simulatedState({ rows, own: rows }));
    const schema = async (): Promise<SchemaSnapshot> => actual;
    return {
      ...context,
      database: { ...context.database, schema },
      ownDatabase: (member) => ({ ...context.ownDatabase(member), schema }),
    };
  }

  it('passes where both are equal, and says so', async () => {
    const context = await migrated(['a'], schemaOf('id'), schemaOf('id'));
    expect(await schemaProve.probe(proof, context, true)).toBe('todo');
    expect(await schemaProve.apply(proof, context, 'todo')).toEqual({
      revisions: ['a'],
      structural: 0,
      cosmetic: 0,
      allowed: 0,
      differences: [],
    });
  });

  it.each([
    [[], 'alembic_version holds nothing, not a alone'],
    [['b'], 'alembic_version holds b, not a alone'],
    [['a', 'b'], 'alembic_version holds a, b, not a alone'],
  ])('fails on the rows %j', async (rows, message) => {
    const context = await migrated(rows, schemaOf('id'), schemaOf('id'));
    await expect(schemaProve.apply(proof, context, 'todo')).rejects.toMatchObject({
      code: 'prove.revisions',
      message,
    });
  });

  it('fails on what differs, and names the first five places', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const context = await migrated(['a'], schemaOf('id'), schemaOf('id', ...names));
    await expect(schemaProve.apply(proof, context, 'todo')).rejects.toMatchObject({
      code: 'prove.drift',
      message: `the migrated schema has 6 differences from a fresh install: ${names
        .slice(0, 5)
        .map((name) => `endpoints.${name}: column-missing`)
        .join('; ')}`,
    });
  });

  it('fails on owners and rights that are not as they were, before all else', async () => {
    const context = await migrated(['a'], schemaOf('id'), schemaOf('id', 'name'));
    const before = {
      owner: 'bai',
      owners: {},
      tables: ['a'],
      sequences: [],
      may: { bai: { SELECT: ['a'] } },
    };
    await writeFile(join(folder, 'hop-1.access.json'), JSON.stringify(before));
    const now = {
      owner: 'bai',
      owners: { 'type t': 'postgres' },
      tables: ['a', 'b'],
      sequences: [],
      may: before.may,
    };
    const seen = { ...context, database: { ...context.database, access: async () => now } };
    await expect(schemaProve.apply(proof, seen, 'todo')).rejects.toMatchObject({
      code: 'prove.access',
      message:
        '2 owners or rights are not as they were before the migration: type t belongs to postgres, not to bai; b lacks SELECT for bai',
    });
  });

  it('tells what changes nothing, and what the vendor leaves, with its reason', async () => {
    const fresh = schemaOf('id', 'runtime_variant');
    const columns = {
      id: { ...column, default: "'x'" },
      runtime_variant: { ...column, default: "'custom'::character varying" },
    };
    const actual = { ...fresh, tables: { endpoints: { columns, constraints: [], indexes: [] } } };
    const context = await migrated(['a'], actual, fresh);
    expect(await schemaProve.apply(proof, context, 'todo')).toMatchObject({
      structural: 0,
      cosmetic: 1,
      allowed: 1,
      differences: [
        {
          whose: 'vendor',
          kind: 'default-left',
          object: 'endpoints.runtime_variant',
          reason: expect.stringMatching(/\w{5}/),
          source: expect.stringMatching(/\w{5}/),
        },
        { whose: 'cosmetic', kind: 'default-left', object: 'endpoints.id' },
      ],
    });
  });

  it("judges a member's own database by its own list", async () => {
    const context = await migrated(['a'], schemaOf('id'), schemaOf('id', 'x'));
    await expect(schemaProve.apply({ ...proof, database: 'c1' }, context, 'todo')).rejects.toMatchObject({
      code: 'prove.drift',
    });
    const other = await migrated(['b'], schemaOf('id'), schemaOf('id'));
    await expect(schemaProve.apply({ ...proof, database: 'c1' }, other, 'todo')).rejects.toMatchObject({
      code: 'prove.revisions',
    });
  });

  it('has nothing to compare with where no fresh install was made', async () => {
    const context = contextOf();
    await expect(schemaProve.apply(proof, context, 'todo')).rejects.toThrow(
      `${join(folder, 'hop-1.expected-schema.json')}, which was made before the stop, is not there`,
    );
  });

  it('reads the rows and the structure of the database that it is of', async () => {
    const context = await migrated(['a'], schemaOf('id'), schemaOf('id'));
    const elsewhere = {
      ...context.database,
      revisions: async () => ['z'],
      schema: async () => schemaOf('z'),
    };
    const own = { ...proof, database: 'c1' };
    expect(await schemaProve.apply(own, { ...context, database: elsewhere }, 'todo')).toMatchObject({
      revisions: ['a'],
      differences: [],
    });
  });

  it('counts each sort', () => {
    const differences = (['ours', 'ours', 'ours', 'cosmetic', 'vendor', 'vendor'] as const).map((whose) => ({
      whose,
      kind: 'x',
      object: 'x',
    }));
    expect(countOf(differences as Parameters<typeof countOf>[0])).toEqual({
      structural: 3,
      cosmetic: 1,
      allowed: 2,
    });
  });
});

describe('schema.expect', () => {
  const params = { hop: 1, version: '2', environment: '/e/manager-2', head: 'b', member: 'm1' };

  it('asks the new environment, with the configuration of the member, and keeps what it is told', async () => {
    const asked: unknown[] = [];
    const context = contextOf({
      freshSchema: async (environment, where) => {
        asked.push([environment, where]);
        return schemaOf('id');
      },
    });
    expect(await schemaExpect.probe(params, context, false)).toBe('todo');
    await schemaExpect.apply(params, context, 'todo');
    expect(asked).toEqual([
      ['/e/manager-2', { member: 'm1', hop: 1, config: '/c', head: 'b', database: undefined }],
    ]);
    const kept = await readFile(join(folder, 'hop-1.expected-schema.json'), 'utf8');
    expect(JSON.parse(kept)).toEqual(schemaOf('id'));
    expect(await schemaExpect.probe(params, context, false)).toBe('done');
    expect(await schemaExpect.probe({ ...params, database: 'c1' }, context, false)).toBe('todo');
  });
});

describe('component.prove', () => {
  const params = { member: 'm1', component: 'manager', version: '2' };

  it('passes at the first answer that is right', async () => {
    const answers = [
      { version: '1', healthy: true },
      { version: '2', healthy: false, trouble: 'a path does not answer' },
      { version: '2', healthy: true },
    ];
    const context = contextOf({ askMember: async () => answers.shift() ?? { version: '9', healthy: true } });
    expect(await componentProve.probe(params, context, true)).toBe('todo');
    expect(await componentProve.apply(params, context, 'todo')).toEqual({ version: '2' });
    expect(answers).toEqual([]);
  });

  it.each([
    [{ version: '1', healthy: true }, 'm1 answers as 1, not 2'],
    [{ version: '2', healthy: false, trouble: 'a path does not answer' }, 'a path does not answer'],
  ])('fails once its time is over, with what it heard last: %j', async (heard, why) => {
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      now += 20_000;
      return now;
    });
    const refused = componentProve.apply(params, contextOf({ askMember: async () => heard }), 'todo');
    await expect(refused.finally(() => clock.mockRestore())).rejects.toMatchObject({
      code: 'prove.component',
      message: `gave up after 25 s waiting for m1 to prove itself: ${why}`,
      cause: { code: 'prove.component' },
    });
  });

  it('ends when everything is cut, with what it heard last', async () => {
    const cut = new AbortController();
    const context = contextOf({
      signal: cut.signal,
      askMember: async () => {
        setTimeout(() => cut.abort(new Error('cut')), 20);
        return { version: '1', healthy: true };
      },
    });
    await expect(componentProve.apply(params, context, 'todo')).rejects.toThrow();
  });
});
