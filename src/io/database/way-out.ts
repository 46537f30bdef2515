import type { MigratorFailure } from './migrator-protocol.ts';

interface WayOut {
  /** Added to what the server said. */
  readonly what: string;
  readonly hint: string;
}

const seeEvidence = "see the traceback in the run's evidence";

const name = '("[^"]+"|\\S+)';

/** How PostgreSQL names what hangs on something, and the statement that takes it away. */
const hanging: readonly (readonly [RegExp, (...names: string[]) => string])[] = [
  [
    RegExp(`^(?:rule \\S+ on )?(materialized view|view|function) ${name} depends on`),
    (kind = '', what = '') => `DROP ${kind.toUpperCase()} ${what};`,
  ],
  [
    RegExp(`^(trigger|policy) ${name} on table ${name} depends on`),
    (kind = '', what = '', table = '') => `DROP ${kind.toUpperCase()} ${what} ON ${table};`,
  ],
  [
    RegExp(`^constraint ${name} on table ${name} depends on`),
    (what = '', table = '') => `ALTER TABLE ${table} DROP CONSTRAINT ${what};`,
  ],
  [
    RegExp(`^column ${name} of table ${name} depends on type`),
    (column = '', table = '') => `ALTER TABLE ${table} ALTER COLUMN ${column} TYPE text;`,
  ],
];

/** What hangs on a table, column or type, in the server's words, and the statements that take it away. */
function dependents(text: string) {
  const found = text.split('\n').flatMap((line) => {
    const [match, statement] =
      hanging.map(([pattern, make]) => [pattern.exec(line), make] as const).find(([each]) => each) ?? [];
    if (!match || !statement) return [];
    return [
      {
        what: line.split(' depends on')[0]?.replace(/^rule \S+ on /, '') ?? '',
        sql: statement(...match.slice(1)),
      },
    ];
  });
  return {
    named: [...new Set(found.map(({ what }) => what))],
    statements: [...new Set(found.map(({ sql }) => sql))],
  };
}

/** PostgreSQL drops and changes nothing that something else hangs on. */
function ofDependents(text: string): WayOut {
  const { named, statements } = dependents(text);
  const typed = statements.length > 0 ? `: ${statements.join(' ')}` : '';
  return {
    what: named.length > 0 ? `. In its way: ${named.join(', ')}` : '',
    hint: `keep the definition (pg_dump --schema-only), and take it out of the way before the upgrade${typed}   Make it again afterwards`,
  };
}

/** Something has the name that the release gives to what it makes. */
function ofTakenName(message: string): WayOut {
  const [, kind = 'relation', name = '', table] =
    /(relation|type|column|constraint|function|trigger) "([^"]+)"(?: of relation "([^"]+)")? already exists/.exec(
      message,
    ) ?? [];
  const rename =
    kind === 'column' && table
      ? `ALTER TABLE "${table}" RENAME COLUMN "${name}" TO "site_${name}";`
      : kind === 'type'
        ? `ALTER TYPE "${name}" RENAME TO "site_${name}";`
        : `ALTER TABLE "${name}" RENAME TO "site_${name}";`;
  return {
    what: name ? `. The database has a ${kind} of this name already, which is not the release's` : '',
    hint: `give it another name before the upgrade${kind === 'relation' || kind === 'column' || kind === 'type' ? ` (${rename})` : ''}`,
  };
}

/** What a revision met, and how to get it out of the way: by the server's own code for it. */
export function wayOut({ error, met }: Pick<MigratorFailure, 'error' | 'met'>): WayOut {
  const { sqlstate = '', detail = '', constraint_name: constraint, table_name: table } = met ?? {};
  switch (sqlstate) {
    case '2BP01':
      return ofDependents(detail);
    case '0A000':
      if (detail.includes('depends on')) return ofDependents(detail);
      break;
    case '42P07':
    case '42710':
    case '42701':
    case '42723':
      return ofTakenName(error);
    case '23502':
    case '23503':
    case '23505':
    case '23514':
    case '23P01':
      return {
        what: '',
        hint: `${seeEvidence}; the data that it met must be fixed first${constraint && table ? `. If constraint ${constraint} of ${table} is the site's own: drop it before the upgrade, and add it again afterwards` : ''}`,
      };
  }
  return { what: '', hint: `${seeEvidence}; the data that it met must be fixed first` };
}
