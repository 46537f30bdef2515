import type { Database } from '../../../src/io/database/database.ts';

/** What the release's models say of a column (`source.py`), by table and column. */
export type Models = Readonly<Record<string, Readonly<Record<string, Modelled>>>>;

export interface Modelled {
  readonly type: string;
  readonly values?: readonly (string | number)[];
  readonly example?: unknown;
}

export interface Column {
  readonly name: string;
  /** `udt_name`: int4, varchar, _text for an array of texts. */
  readonly type: string;
  /** What it holds at most, in characters. */
  readonly width: number | null;
  readonly nullable: boolean;
  /** Without a value of its own it gets one from the database. */
  readonly given: boolean;
  /** Of an enum type. */
  readonly labels: readonly string[];
}

export interface Reference {
  readonly columns: readonly string[];
  readonly table: string;
  readonly targets: readonly string[];
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly references: readonly Reference[];
}

const query = `
  SELECT c.relname AS name,
    (SELECT coalesce(json_agg(json_build_object('name', a.attname, 'type', t.typname,
        'width', CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 THEN a.atttypmod - 4 END,
        'nullable', NOT a.attnotnull, 'given', a.atthasdef OR a.attidentity <> '',
        'labels', (SELECT coalesce(json_agg(e.enumlabel ORDER BY e.enumsortorder), '[]') FROM pg_enum e WHERE e.enumtypid = t.oid)
      ) ORDER BY a.attnum), '[]')
     FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
    (SELECT coalesce(json_agg(json_build_object('table', k.confrelid::regclass::text,
        'columns', (SELECT json_agg(a.attname ORDER BY u.n) FROM unnest(k.conkey) WITH ORDINALITY u(number, n)
                    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number),
        'targets', (SELECT json_agg(a.attname ORDER BY u.n) FROM unnest(k.confkey) WITH ORDINALITY u(number, n)
                    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number))), '[]')
     FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f') AS references
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'alembic_version'
  ORDER BY c.relname COLLATE "C"`;

/** What the others mean by their columns, although few of them say so by a foreign key. */
const first = [
  ...[
    'keypair_resource_policies',
    'user_resource_policies',
    'project_resource_policies',
    'domains',
    'groups',
  ],
  ...['scaling_groups', 'users', 'keypairs', 'agents', 'container_registries', 'images', 'vfolders'],
  ...['resource_slot_types', 'sessions', 'kernels', 'endpoints', 'roles', 'runtime_variants'],
];

/**
 * A database's tables as they are, each after those it refers to; where they refer in a ring, and besides, what others
 * mean comes first, then the order of names.
 */
export async function readTables(database: Database): Promise<readonly Table[]> {
  const found = await database.query<Table & Record<string, unknown>>(query);
  const rest: Table[] = [
    ...first.flatMap((name) => found.filter((table) => table.name === name)),
    ...found.filter(({ name }) => !first.includes(name)),
  ];
  const ordered: Table[] = [];
  while (rest.length > 0) {
    const waits = ({ name, references, columns }: Table): boolean =>
      references.some(
        (each) =>
          each.table !== name &&
          rest.some((other) => other.name === each.table) &&
          !isOptional(each, columns),
      );
    const at = rest.findIndex((table) => !waits(table));
    ordered.push(...rest.splice(Math.max(0, at), 1));
  }
  return ordered;
}

/** Whether a row may do without this reference. */
export function isOptional({ columns }: Reference, all: readonly Column[]): boolean {
  return columns.some((name) => all.find((column) => column.name === name)?.nullable);
}
