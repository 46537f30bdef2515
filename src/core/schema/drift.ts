import { compareConstraints } from './drift-constraints.ts';
import type { Drift } from './drift-kinds.ts';
import { isCosmetic } from './drift-kinds.ts';
import type { SchemaColumn, SchemaSnapshot, SchemaTable } from './snapshot.ts';

export interface Drifts {
  /** Proof that a migration went wrong. */
  readonly structural: readonly Drift[];
  /** Occurs on healthy upgrades and changes nothing that the release relies on. */
  readonly cosmetic: readonly Drift[];
  /** Known to be the vendor's own on this hop. */
  readonly allowed: readonly Drift[];
}

/** Says that one object may differ in one way. */
export type Allowance = Pick<Drift, 'kind' | 'object'>;

/**
 * What differs between a database and the one it should equal, sorted into what matters and what does not.
 * A missing table, column or enum value is always structural and cannot be allowed; a missing type only by name.
 */
export function compareSchemas(
  actual: SchemaSnapshot,
  expected: SchemaSnapshot,
  allowed: readonly Allowance[] = [],
): Drifts {
  const all = [
    ...compareTypes(actual, expected),
    ...compareNames('sequence', actual.sequences, expected.sequences),
    ...compareTables(actual, expected),
  ];
  const isKnown = (drift: Drift) =>
    !neverAllowed(drift) && allowed.some((one) => one.kind === drift.kind && one.object === drift.object);
  const unknown = all.filter((drift) => !isKnown(drift));
  return {
    structural: unknown.filter((drift) => !isCosmetic(drift)),
    cosmetic: unknown.filter(isCosmetic),
    allowed: all.filter(isKnown),
  };
}

function neverAllowed(drift: Drift): boolean {
  switch (drift.kind) {
    case 'table-missing':
    case 'column-missing':
    case 'type-values':
      return true;
    default:
      return false;
  }
}

function compareNames(
  what: 'table' | 'type' | 'sequence',
  actual: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, unknown>>,
): Drift[] {
  return [
    ...missingFrom(actual, expected).map((name): Drift => ({ kind: `${what}-missing`, object: name })),
    ...missingFrom(expected, actual).map((name): Drift => ({ kind: `${what}-extra`, object: name })),
  ];
}

function missingFrom(
  these: Readonly<Record<string, unknown>>,
  those: Readonly<Record<string, unknown>>,
): string[] {
  return Object.keys(those).filter((name) => !Object.hasOwn(these, name));
}

/** Values are compared as sets: PostgreSQL appends a new value where a fresh install has it in its place. */
function compareTypes(actual: SchemaSnapshot, expected: SchemaSnapshot): Drift[] {
  const drifts = compareNames('type', actual.types, expected.types);
  for (const [name, values] of Object.entries(expected.types)) {
    const found = actual.types[name];
    if (!found) continue;
    if (values.some((value) => !found.includes(value))) {
      drifts.push({
        kind: 'type-values',
        object: name,
        actual: found.join(', '),
        expected: values.join(', '),
      });
    } else if (found.length !== values.length) {
      drifts.push({
        kind: 'type-values-extra',
        object: name,
        actual: found.join(', '),
        expected: values.join(', '),
      });
    } else if (found.join() !== values.join()) {
      drifts.push({
        kind: 'type-order',
        object: name,
        actual: found.join(', '),
        expected: values.join(', '),
      });
    }
  }
  return drifts;
}

function compareTables(actual: SchemaSnapshot, expected: SchemaSnapshot): Drift[] {
  const drifts = compareNames('table', actual.tables, expected.tables);
  for (const [name, table] of Object.entries(expected.tables)) {
    const found = actual.tables[name];
    if (found) drifts.push(...compareColumns(name, found, table), ...compareConstraints(name, found, table));
  }
  return drifts;
}

function compareColumns(table: string, actual: SchemaTable, expected: SchemaTable): Drift[] {
  const drifts: Drift[] = missingFrom(expected.columns, actual.columns).map((name) => ({
    kind: 'column-extra',
    object: `${table}.${name}`,
  }));
  for (const [name, column] of Object.entries(expected.columns)) {
    const found = actual.columns[name];
    const object = `${table}.${name}`;
    if (found) drifts.push(...compareColumn(object, found, column));
    else drifts.push({ kind: 'column-missing', object, expected: column.type });
  }
  return drifts;
}

function compareColumn(object: string, actual: SchemaColumn, expected: SchemaColumn): Drift[] {
  const drifts: Drift[] = [];
  if (actual.type !== expected.type) {
    const kind = typeDrift(actual.type, expected.type);
    drifts.push({ kind, object, actual: actual.type, expected: expected.type });
  }
  if (actual.nullable !== expected.nullable) {
    drifts.push({
      kind: 'column-nullable',
      object,
      actual: nullability(actual),
      expected: nullability(expected),
    });
  }
  if (actual.default !== expected.default) {
    const kind =
      actual.default === null
        ? 'default-missing'
        : expected.default === null
          ? 'default-left'
          : 'default-other';
    drifts.push({ kind, object, actual: actual.default ?? 'none', expected: expected.default ?? 'none' });
  }
  return drifts;
}

/** A wider varchar holds whatever the release writes; a narrower one does not. */
function typeDrift(actual: string, expected: string): 'column-wider' | 'column-narrower' | 'column-type' {
  const [has, wants] = [width(actual), width(expected)];
  if (has === undefined || wants === undefined) return 'column-type';
  return has > wants ? 'column-wider' : 'column-narrower';
}

function width(type: string): number | undefined {
  const [, bound] = /^character varying(?:\((\d+)\))?$/.exec(type) ?? [undefined, null];
  return bound === null ? undefined : bound === undefined ? Number.POSITIVE_INFINITY : Number(bound);
}

function nullability(column: SchemaColumn): string {
  return column.nullable ? 'nullable' : 'NOT NULL';
}
