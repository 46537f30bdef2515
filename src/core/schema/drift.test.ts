import { describe, expect, it } from 'vitest';
import { compareSchemas } from './drift.ts';
import { allowedUpTo } from './drift-allowed.ts';
import type { SchemaColumn, SchemaSnapshot, SchemaTable } from './snapshot.ts';

const column = (type: string, more: Partial<SchemaColumn> = {}): SchemaColumn => ({
  type,
  nullable: false,
  default: null,
  ...more,
});

const users: SchemaTable = {
  columns: {
    id: column('uuid', { default: 'uuid_generate_v4()' }),
    name: column('character varying(64)'),
    role: column('userroles', { nullable: true }),
  },
  constraints: [{ name: 'pk_users', kind: 'primary', definition: 'PRIMARY KEY (id)' }],
  indexes: [
    { name: 'ix_users_name', definition: 'CREATE INDEX ix_users_name ON public.users USING btree (name)' },
  ],
};

const base: SchemaSnapshot = {
  tables: { users },
  types: { userroles: ['admin', 'user'] },
  sequences: { jobs_seq: 'bigint' },
  extensions: ['uuid-ossp'],
};

const withUsers = (more: Partial<SchemaTable>): SchemaSnapshot => ({
  ...base,
  tables: { users: { ...users, ...more } },
});
const withName = (name: SchemaColumn) => withUsers({ columns: { ...users.columns, name } });
const withoutName = withUsers({
  columns: {
    id: column('uuid', { default: 'uuid_generate_v4()' }),
    role: column('userroles', { nullable: true }),
  },
});

const structural: [string, SchemaSnapshot, string][] = [
  ['a missing table', { ...base, tables: {} }, 'table-missing users'],
  ['a table too many', { ...base, tables: { users, extra: users } }, 'table-extra extra'],
  ['a missing column', withoutName, 'column-missing users.name'],
  ['a missing type', { ...base, types: {} }, 'type-missing userroles'],
  ['a missing enum value', { ...base, types: { userroles: ['admin'] } }, 'type-values userroles'],
  [
    'an enum value too many',
    { ...base, types: { userroles: ['admin', 'user', 'x'] } },
    'type-values-extra userroles',
  ],
  ['another type', withName(column('text')), 'column-type users.name'],
  ['a varchar too narrow', withName(column('character varying(32)')), 'column-narrower users.name'],
  [
    'nullability',
    withName(column('character varying(64)', { nullable: true })),
    'column-nullable users.name',
  ],
  ['a missing constraint', withUsers({ constraints: [] }), 'constraint-missing users: PRIMARY KEY (id)'],
  [
    'a missing index',
    withUsers({ indexes: [] }),
    'index-missing users: CREATE INDEX ON public.users USING btree (name)',
  ],
  ['a missing sequence', { ...base, sequences: {} }, 'sequence-missing jobs_seq'],
];

const cosmetic: [string, SchemaSnapshot, string][] = [
  [
    'a default left behind',
    withName(column('character varying(64)', { default: "''" })),
    'default-left users.name',
  ],
  ['a wider varchar', withName(column('character varying(128)')), 'column-wider users.name'],
  ['an unbounded varchar', withName(column('character varying')), 'column-wider users.name'],
  ['the order of enum values', { ...base, types: { userroles: ['user', 'admin'] } }, 'type-order userroles'],
  [
    'the name of a constraint',
    withUsers({ constraints: [{ name: 'users_pkey', kind: 'primary', definition: 'PRIMARY KEY (id)' }] }),
    'constraint-name users: PRIMARY KEY (id)',
  ],
];

const named = (drifts: readonly { kind: string; object: string }[]) =>
  drifts.map((one) => `${one.kind} ${one.object}`);

describe('compareSchemas', () => {
  it('finds nothing between equals', () => {
    expect(compareSchemas(base, structuredClone(base))).toEqual({
      structural: [],
      cosmetic: [],
      allowed: [],
    });
  });

  it.each(structural)('%s is structural', (_what, actual, drift) => {
    const drifts = compareSchemas(actual, base);
    expect([named(drifts.structural), drifts.cosmetic]).toEqual([[drift], []]);
  });

  it.each(cosmetic)('%s is cosmetic', (_what, actual, drift) => {
    const drifts = compareSchemas(actual, base);
    expect([named(drifts.cosmetic), drifts.structural]).toEqual([[drift], []]);
  });

  it.each([
    [
      'a column too many',
      withName(column('character varying(64)')),
      withoutName,
      { kind: 'column-extra', object: 'users.name' },
    ],
    [
      'a missing default',
      withName(column('text')),
      withName(column('text', { default: "'x'" })),
      { kind: 'default-missing', object: 'users.name', actual: 'none', expected: "'x'" },
    ],
    [
      'another default',
      withName(column('text', { default: "'y'" })),
      withName(column('text', { default: "'x'" })),
      { kind: 'default-other', object: 'users.name', actual: "'y'", expected: "'x'" },
    ],
    [
      'an empty default',
      withName(column('text', { default: '' })),
      withName(column('text', { default: "'x'" })),
      { kind: 'default-other', object: 'users.name', actual: '', expected: "'x'" },
    ],
    [
      'an enum value too many',
      { ...base, types: { userroles: ['admin', 'user', 'x'] } },
      base,
      { kind: 'type-values-extra', object: 'userroles', actual: 'admin, user, x', expected: 'admin, user' },
    ],
    [
      'an enum value that is missing beside one too many',
      { ...base, types: { userroles: ['admin', 'x'] } },
      base,
      { kind: 'type-values', object: 'userroles', actual: 'admin, x', expected: 'admin, user' },
    ],
    [
      'nullability',
      withName(column('text', { nullable: true })),
      withName(column('text')),
      { kind: 'column-nullable', object: 'users.name', actual: 'nullable', expected: 'NOT NULL' },
    ],
    [
      'a type that only looks like a varchar',
      withName(column('x character varying(128)')),
      withName(column('character varying(64)')),
      {
        kind: 'column-type',
        object: 'users.name',
        actual: 'x character varying(128)',
        expected: 'character varying(64)',
      },
    ],
    [
      'a list of varchars',
      withName(column('character varying(128)[]')),
      withName(column('character varying(64)')),
      {
        kind: 'column-type',
        object: 'users.name',
        actual: 'character varying(128)[]',
        expected: 'character varying(64)',
      },
    ],
  ])('%s is structural, and is told in full', (_what, actual, expected, drift) => {
    expect(compareSchemas(actual, expected)).toEqual({ structural: [drift], cosmetic: [], allowed: [] });
  });

  it('tells a default that was left behind in full', () => {
    const left = withName(column('character varying(64)', { default: "''" }));
    expect(compareSchemas(left, base).cosmetic).toEqual([
      { kind: 'default-left', object: 'users.name', actual: "''", expected: 'none' },
    ]);
  });

  it('tells another order of enum values in full', () => {
    expect(compareSchemas({ ...base, types: { userroles: ['user', 'admin'] } }, base).cosmetic).toEqual([
      { kind: 'type-order', object: 'userroles', actual: 'user, admin', expected: 'admin, user' },
    ]);
  });

  it('allows nothing by the object alone', () => {
    const actual = withName(column('character varying(64)', { nullable: true }));
    const other = [{ kind: 'column-type', object: 'users.name' }] as const;
    expect(compareSchemas(actual, base, other)).toMatchObject({
      structural: [{ kind: 'column-nullable' }],
      allowed: [],
    });
  });

  it.each([
    ['table-missing', { ...base, tables: {} }, 'users'],
    ['type-values', { ...base, types: { userroles: ['admin'] } }, 'userroles'],
  ] as const)('never allows %s', (kind, actual, object) => {
    expect(compareSchemas(actual, base, [{ kind, object }])).toMatchObject({
      structural: [{ kind, object }],
      allowed: [],
    });
  });

  it('matches twins of one definition by their names first', () => {
    const twins = (...names: string[]) =>
      withUsers({
        indexes: names.map((name) => ({
          name,
          definition: `CREATE INDEX ${name} ON public.users USING btree (name)`,
        })),
      });
    const drifts = compareSchemas(twins('ix_b', 'ix_a'), twins('ix_a', 'ix_c'));
    expect(drifts).toEqual({
      structural: [],
      cosmetic: [
        {
          kind: 'index-name',
          object: 'users: CREATE INDEX ON public.users USING btree (name)',
          actual: 'ix_b',
          expected: 'ix_c',
        },
      ],
      allowed: [],
    });
    expect(compareSchemas(twins('ix_a', 'ix_b'), twins('ix_b')).cosmetic).toEqual([
      {
        kind: 'index-extra',
        object: 'users: CREATE INDEX ON public.users USING btree (name)',
        actual: 'ix_a',
      },
    ]);
  });

  it('tells a missing constraint by its table and definition', () => {
    expect(compareSchemas(withUsers({ constraints: [] }), base).structural).toEqual([
      { kind: 'constraint-missing', object: 'users: PRIMARY KEY (id)', expected: 'pk_users' },
    ]);
  });

  it('counts a unique index as a constraint, once', () => {
    const unique = withUsers({
      indexes: [
        ...users.indexes,
        { name: 'ux', definition: 'CREATE UNIQUE INDEX ux ON public.users USING btree (role)' },
      ],
    });
    expect(named(compareSchemas(unique, base).structural)).toEqual([
      'constraint-extra users: CREATE UNIQUE INDEX ON public.users USING btree (role)',
    ]);
  });

  it('allows what the list names, and only that', () => {
    const actual = withName(column('character varying(64)', { nullable: true }));
    const list = [{ kind: 'column-nullable', object: 'users.name' }] as const;
    expect(compareSchemas(actual, base, list)).toMatchObject({
      structural: [],
      allowed: [{ object: 'users.name' }],
    });
    expect(compareSchemas(actual, base, [{ ...list[0], object: 'users.id' }]).structural).toHaveLength(1);
  });

  it('never allows a missing column', () => {
    const drifts = compareSchemas(withoutName, base, [{ kind: 'column-missing', object: 'users.name' }]);
    expect(drifts.structural).toHaveLength(1);
  });
});

describe('allowedUpTo', () => {
  it.each([
    ['22.09', 9],
    ['23.03', 21],
    ['23.09', 22],
    ['24.03', 30],
    ['24.09', 32],
  ])('counts every hop up to %s', (line, count) => {
    expect(allowedUpTo(line)).toHaveLength(count);
  });

  it('counts no more what a revision has fixed', () => {
    const named = (line: string) => allowedUpTo(line).filter(({ object }) => object === 'sessionresults');
    expect(named('26.03')).toHaveLength(2);
    expect(named('26.04')).toEqual([]);
  });

  it('has a reason and a source for each, and names none twice', () => {
    const all = allowedUpTo('26.03');
    expect(all.every(({ reason, source }) => reason.length > 20 && source.length > 5)).toBe(true);
    expect(new Set(all.map(({ kind, object }) => `${kind} ${object}`)).size).toBe(all.length);
  });
});
