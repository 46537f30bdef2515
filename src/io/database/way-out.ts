import type { MigratorFailure } from './migrator-protocol.ts';

interface WayOut {
  /** Added to what the server said. */
  readonly what: string;
  readonly hint: string;
}

const seeEvidence = "see the traceback in the run's evidence";

const hangs =
  /(?:rule \S+ on )?(materialized view|view|function|trigger|policy) ("[^"]+"|\S+)(?: on table ("[^"]+"|\S+))? depends on/g;

/** What hangs on a table or column, as SQL names it: "VIEW site_report", "TRIGGER t ON users". */
function dependents(text: string): string[] {
  const found = [...text.matchAll(hangs)].map(
    ([, kind = '', name = '', table]) => `${kind.toUpperCase()} ${name}${table ? ` ON ${table}` : ''}`,
  );
  return [...new Set(found)];
}

/** PostgreSQL drops and changes nothing that something else hangs on. */
function ofDependents(text: string): WayOut {
  const names = dependents(text);
  const statements = names.map((name) => `DROP ${name};`).join(' ');
  return {
    what: names.length > 0 ? `. In its way: ${names.join(', ')}` : '',
    hint: `keep the definition (pg_dump --schema-only), drop it before the upgrade${statements ? ` (${statements})` : ''}, and make it again afterwards`,
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
