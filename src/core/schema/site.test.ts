import { describe, expect, it } from 'vitest';
import { compareSchemas } from './drift.ts';
import { hasVanished, type SchemaBefore, siteDrift, siteLosses, splitSite } from './site.ts';
import type { SchemaSnapshot, SchemaTable } from './snapshot.ts';

const text = { type: 'text', nullable: true, default: null };
const table = (columns: string[], more: Partial<SchemaTable> = {}): SchemaTable => ({
  columns: Object.fromEntries(columns.map((name) => [name, text])),
  constraints: [],
  indexes: [],
  ...more,
});
const schema = (tables: Record<string, SchemaTable>, more: Partial<SchemaSnapshot> = {}): SchemaSnapshot => ({
  tables,
  types: { roles: ['admin'] },
  sequences: {},
  extensions: [],
  ...more,
});

const check = { name: 'site_check', kind: 'check' as const, definition: "CHECK ((id <> ''::text))" };
const source = schema(
  { users: table(['id']), olds: table(['id']) },
  { extensions: ['uuid-ossp'], others: { 'function uuid()': 'x' } },
);
const found = schema(
  {
    users: table(['id', 'employee'], { constraints: [check] }),
    olds: table(['id']),
    billing: table(['id']),
  },
  {
    types: { roles: ['admin', 'guest'], site: ['a'] },
    sequences: { billing_id_seq: 'integer' },
    extensions: ['pg_trgm', 'uuid-ossp'],
    others: {
      'function uuid()': 'x',
      'view report': 'id text',
      'trigger t on users': 'CREATE TRIGGER t',
      'publication all': 'true true',
    },
  },
);
const before: SchemaBefore = { found, source, line: '24.03' };

/** The target adds a column and a value, and drops a table. */
const expected = schema({ users: table(['id', 'email']) }, { types: { roles: ['admin', 'monitor'] } });
const after = schema(
  { users: table(['id', 'employee', 'email'], { constraints: [check] }), billing: table(['id']) },
  {
    types: { roles: ['admin', 'guest', 'monitor'], site: ['a'] },
    sequences: found.sequences,
    extensions: found.extensions,
    others: found.others ?? {},
  },
);

const kinds = (drifts: readonly { kind: string; object: string }[]) =>
  drifts.map(({ kind, object }) => `${kind} ${object}`);

describe('what a database had beyond its release', () => {
  it('is what differs from a fresh install of it, except for what the vendor leaves', () => {
    expect(kinds(siteDrift(before))).toEqual([
      'type-extra site',
      'type-values-extra roles',
      'sequence-extra billing_id_seq',
      'table-extra billing',
      'column-extra users.employee',
      "constraint-extra users: CHECK ((id <> ''::text))",
    ]);
    const leftover = { type: 'integer', nullable: true, default: "'x'::text" };
    const endpoints = (column: object) =>
      schema({
        endpoints: { columns: { model_definition_path: column }, constraints: [], indexes: [] },
      } as never);
    const wider = {
      found: endpoints({ ...leftover, type: 'character varying(512)' }),
      source: endpoints({ ...leftover, type: 'character varying(128)' }),
    };
    expect(siteDrift({ ...wider, line: '24.03' })).toEqual([]);
    expect(kinds(siteDrift({ ...wider, line: undefined }))).toEqual([
      'column-wider endpoints.model_definition_path',
    ]);
  });

  it('is no obstacle afterwards, and nothing of it is lost', () => {
    const { structural } = compareSchemas(after, expected);
    expect(structural).toHaveLength(6);
    expect(splitSite(structural, before)).toEqual({ ours: [], site: structural });
    expect(siteLosses(before, after)).toEqual([]);
    expect(hasVanished(found, after)).toBe(true);
    expect(hasVanished(found, { ...after, tables: { ...after.tables, olds: table(['id']) } })).toBe(false);
  });

  it('is never an enum of a coordinator’s database that lacks values', () => {
    const states = (...values: string[]): SchemaSnapshot => ({
      tables: {},
      types: { states: values },
      sequences: {},
      extensions: [],
    });
    const [found, source] = [states('on'), states('on', 'off')];
    const { structural } = compareSchemas(found, source);
    expect(kinds(structural)).toEqual(['type-values states']);
    expect(splitSite(structural, { found, source, line: undefined }).ours).toEqual(structural);
    expect(splitSite(structural, { found, source, line: '24.03' }).ours).toEqual([]);
  });

  it('does not excuse what the migration made extra, left behind, or did not make', () => {
    const wrong = {
      ...after,
      types: { ...after.types, roles: ['admin', 'guest', 'other', 'monitor'] },
      tables: {
        ...after.tables,
        olds: table(['id']),
        made: table(['id']),
        users: table(['id', 'employee', 'made']),
      },
    };
    const { ours } = splitSite(compareSchemas(wrong, expected).structural, before);
    expect(kinds(ours)).toEqual([
      'type-values-extra roles',
      'table-extra olds',
      'table-extra made',
      'column-extra users.made',
      'column-missing users.email',
    ]);
  });

  it.each<[string, SchemaSnapshot, string]>([
    ['a table', { ...after, tables: { users: after.tables['users'] as SchemaTable } }, 'site-lost billing'],
    [
      'a column of its table',
      { ...after, tables: { ...after.tables, billing: table([]) } },
      'site-changed billing',
    ],
    [
      'a column',
      { ...after, tables: { ...after.tables, users: table(['id', 'email'], { constraints: [check] }) } },
      'site-lost users.employee',
    ],
    [
      'a constraint',
      { ...after, tables: { ...after.tables, users: table(['id', 'email', 'employee']) } },
      "site-lost users: CHECK ((id <> ''::text))",
    ],
    ['an extension', { ...after, extensions: ['uuid-ossp'] }, 'site-lost extension pg_trgm'],
    [
      'a publication',
      { ...after, others: { ...after.others, 'publication all': 'true false' } },
      'site-changed publication all',
    ],
    [
      'a view, whose columns are others',
      { ...after, others: { ...after.others, 'view report': 'id integer' } },
      'site-changed view report',
    ],
    [
      'a trigger',
      { ...after, others: { 'view report': 'id text', 'publication all': 'true true' } },
      'site-lost trigger t on users',
    ],
  ])('is missed where the migration took %s', (_what, now, loss) => {
    expect(kinds(siteLosses(before, now))).toEqual([loss]);
    expect(hasVanished(found, now)).toBe(true);
  });

  it('follows a table to its new name', () => {
    const { users, ...others } = after.tables;
    expect(siteLosses(before, { ...after, tables: { ...others, people: users as SchemaTable } })).toEqual([]);
  });

  it('may lose an index with the column that it was on, which is told', () => {
    const index = { name: 'site_ix', definition: 'CREATE INDEX site_ix ON public.users USING btree (id)' };
    const indexed = schema({ users: table(['id'], { indexes: [index] }) });
    const bare = schema({ users: table(['id']) });
    expect(siteLosses({ found: indexed, source: bare, line: '24.03' }, bare)).toEqual([
      { kind: 'site-index-lost', object: 'users: CREATE INDEX ON public.users USING btree (id)' },
    ]);
  });
});
