import type { Drift } from './drift-kinds.ts';
import type { SchemaTable } from './snapshot.ts';

interface Named {
  readonly name: string;
  readonly definition: string;
}

/** Constraints and indexes are matched by what they say, then by what they are called. */
export function compareConstraints(table: string, actual: SchemaTable, expected: SchemaTable): Drift[] {
  const unique = (index: Named) => index.definition.startsWith('CREATE UNIQUE');
  const plain = (index: Named) => !unique(index);
  return [
    ...compare('constraint', table, actual.constraints, expected.constraints),
    ...compare('constraint', table, actual.indexes.filter(unique), expected.indexes.filter(unique)),
    ...compare('index', table, actual.indexes.filter(plain), expected.indexes.filter(plain)),
  ];
}

function compare(
  what: 'constraint' | 'index',
  table: string,
  actual: readonly Named[],
  expected: readonly Named[],
): Drift[] {
  const drifts: Drift[] = [];
  const spare = [...actual];
  for (const one of expected) {
    const twins = spare.filter((other) => essence(other) === essence(one));
    const twin = twins.find((other) => other.name === one.name) ?? twins[0];
    const object = `${table}: ${essence(one)}`;
    if (!twin) {
      drifts.push({ kind: `${what}-missing`, object, expected: one.name });
      continue;
    }
    spare.splice(spare.indexOf(twin), 1);
    if (twin.name !== one.name)
      drifts.push({ kind: `${what}-name`, object, actual: twin.name, expected: one.name });
  }
  return [
    ...drifts,
    ...spare.map(
      (one): Drift => ({ kind: `${what}-extra`, object: `${table}: ${essence(one)}`, actual: one.name }),
    ),
  ];
}

/**
 * The definition without the name in it, and with texts as one spelling: PostgreSQL prints casts as they were written,
 * and others for what was read back from a dump: `ARRAY['a'::text]`, `(ARRAY['a'::character varying])::text[]`.
 */
function essence(one: Named): string {
  const unnamed = one.definition.replace(/^(CREATE (?:UNIQUE )?INDEX) \S+ ON/, '$1 ON');
  const [what, condition] = unnamed.split(' WHERE ');
  if (condition === undefined) return withoutListCasts(unnamed);
  return `${what} WHERE ${withoutLoneBrackets(condition.replace(/::(character varying|text)(\[\])?/g, ''))}`;
}

function withoutListCasts(definition: string): string {
  return definition
    .replace(/\(('(?:[^']|'')*')::character varying\)::text/g, '$1')
    .replace(/\(ARRAY\[([^\]]*)\]\)::text\[\]/g, 'ARRAY[$1]')
    .replace(/('(?:[^']|'')*')::character varying/g, '$1');
}

/** Brackets around one text, one column or one list say nothing. */
function withoutLoneBrackets(condition: string): string {
  const less = condition.replace(/\(('[^']*'|[\w.]+|ARRAY\[[^\]]*\])\)/g, '$1');
  return less === condition ? less : withoutLoneBrackets(less);
}
