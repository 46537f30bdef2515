import { describe, expect, it } from 'vitest';
import { compareSchemas } from './drift.ts';
import type { SchemaSnapshot, SchemaTable } from './snapshot.ts';

const users: SchemaTable = {
  columns: { role: { type: 'text', nullable: true, default: null } },
  constraints: [],
  indexes: [],
};

const withUsers = (more: Partial<SchemaTable>): SchemaSnapshot => ({
  tables: { users: { ...users, ...more } },
  types: {},
  sequences: {},
  extensions: [],
});

describe('an index over a part of a table', () => {
  const over = (condition: string) =>
    withUsers({
      indexes: [
        {
          name: 'ix_users_name',
          definition: `CREATE UNIQUE INDEX ix_users_name ON public.users USING btree (name) WHERE ${condition}`,
        },
      ],
    });
  const asked = over(
    "((role)::text <> ALL ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
  );

  it.each([
    ["((role)::text <> ALL (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))", 0],
    ["((role)::text <> ALL (ARRAY[('a'::character varying)::text, ('c'::character varying)::text]))", 2],
    ["((role)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))", 2],
  ])('%s differs in %i places', (condition, count) => {
    expect(compareSchemas(over(condition), asked).structural).toHaveLength(count);
  });
});

describe('a check over a list of texts', () => {
  const check = (definition: string) =>
    withUsers({ constraints: [{ name: 'ck_role', kind: 'check', definition }] });
  const plain = "CHECK ((role = ANY (ARRAY['a b', 'it''s'])))";

  it.each([
    "CHECK ((role = ANY (ARRAY['a b'::character varying, 'it''s'::character varying])))",
    "CHECK ((role = ANY ((ARRAY['a b'::character varying, 'it''s'::character varying])::text[])))",
    "CHECK ((role = ANY (ARRAY[('a b'::character varying)::text, ('it''s'::character varying)::text])))",
  ])('%s says the same without its casts', (written) => {
    expect(compareSchemas(check(written), check(plain))).toEqual({
      structural: [],
      cosmetic: [],
      allowed: [],
    });
  });

  it('differs by one text', () => {
    const other =
      "CHECK ((role = ANY ((ARRAY['a c'::character varying, 'it''s'::character varying])::text[])))";
    expect(compareSchemas(check(other), check(plain)).structural).toHaveLength(2);
  });
});

describe('a condition over a list of texts', () => {
  const index = (list: string, name = 'ix_users_name') =>
    withUsers({
      indexes: [
        {
          name,
          definition: `CREATE UNIQUE INDEX ${name} ON public.users USING btree (name) WHERE ((role)::text <> ALL (${list}))`,
        },
      ],
    });
  const written = "(ARRAY['GONE'::character varying, 'LOST'::character varying])::text[]";
  const restored = "ARRAY[('GONE'::character varying)::text, ('LOST'::character varying)::text]";
  const other = "ARRAY[('GONE'::character varying)::text, ('FOUND'::character varying)::text]";

  it('is the same as written down and as read back from a dump', () => {
    expect(compareSchemas(index(restored), index(written)).structural).toEqual([]);
    expect(compareSchemas(index(written), index(restored)).structural).toEqual([]);
  });

  it('differs where the list does', () => {
    const kinds = compareSchemas(index(other), index(written)).structural.map(({ kind }) => kind);
    expect(kinds).toEqual(['constraint-missing', 'constraint-extra']);
  });
});
