import { compareSchemas } from './drift.ts';
import { allowedUpTo } from './drift-allowed.ts';
import { proxyDriftAllowed } from './drift-allowed-proxy.ts';
import type { Drift } from './drift-kinds.ts';
import type { SchemaSnapshot } from './snapshot.ts';

/** A database before a migration: as it was found, and as a fresh install of the release that it had. */
export interface SchemaBefore {
  readonly found: SchemaSnapshot;
  readonly source: SchemaSnapshot;
  /** The line of that release, or undefined for a database that is not the managers'. */
  readonly line: string | undefined;
}

/** How it differed from its own release already, except for what the vendor's own migrations leave. */
export function siteDrift({ found, source, line }: SchemaBefore): Drift[] {
  const { structural, cosmetic } = compareSchemas(
    found,
    source,
    line === undefined ? proxyDriftAllowed : allowedUpTo(line),
  );
  return [...structural, ...cosmetic];
}

/** A type may gain values on the way: what counts is what it has beyond its release. */
function keyOf({ kind, object, actual = '', expected = '' }: Drift): string {
  if (kind !== 'type-values-extra') return JSON.stringify([kind, object, actual]);
  const known = new Set(expected.split(', '));
  return JSON.stringify([kind, object, actual.split(', ').filter((value) => !known.has(value))]);
}

/** What no release works without; a coordinator's database that its revisions alone have made lacks values, and fails. */
const lacks = { managers: /^(table|column)-missing$/, proxies: /-missing$|^type-values$/ } as const;

/** Differences after a migration that are the site's, because they were there before it, in the same way. */
export function splitSite(drifts: readonly Drift[], before: SchemaBefore) {
  const known = new Set(siteDrift(before).map(keyOf));
  const needed = before.line === undefined ? lacks.proxies : lacks.managers;
  const isSite = (drift: Drift): boolean => !needed.test(drift.kind) && known.has(keyOf(drift));
  return { ours: drifts.filter((each) => !isSite(each)), site: drifts.filter(isSite) };
}

/** A table's constraint or index, by its name. */
function hasNamed(schema: SchemaSnapshot, table: string, name: string | undefined): boolean {
  const found = schema.tables[table];
  return [...(found?.constraints ?? []), ...(found?.indexes ?? [])].some((each) => each.name === name);
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function splitLast(object: string, by: string): [string, string] {
  const at = object.indexOf(by);
  return [object.slice(0, at), object.slice(at + by.length)];
}

/** What became of one thing that the site had: nothing where it is as it was. */
function fate({ kind, object, actual }: Drift, found: SchemaSnapshot, after: SchemaSnapshot): Drift[] {
  const lost: Drift[] = [{ kind: 'site-lost', object }];
  const changed: Drift[] = [{ kind: 'site-changed', object }];
  switch (kind) {
    case 'table-extra': {
      const table = after.tables[object];
      return table === undefined ? lost : same(table, found.tables[object]) ? [] : changed;
    }
    case 'column-extra': {
      const [table, column] = splitLast(object, '.');
      const now = after.tables[table]?.columns[column];
      // A table that was renamed took it along.
      const isElsewhere = !after.tables[table] && Object.values(after.tables).some((t) => t.columns[column]);
      if (now === undefined) return isElsewhere ? [] : lost;
      return same(now, found.tables[table]?.columns[column]) ? [] : changed;
    }
    case 'constraint-extra':
    case 'index-extra': {
      const [table] = splitLast(object, ': ');
      if (!after.tables[table] || hasNamed(after, table, actual)) return [];
      return kind === 'index-extra' ? [{ kind: 'site-index-lost', object }] : lost;
    }
    default:
      return [];
  }
}

/** What has no place in a table. A view follows a column's new name, so only what it shows is compared. */
function othersOf({ others, extensions }: SchemaSnapshot): Readonly<Record<string, string>> {
  return { ...others, ...Object.fromEntries(extensions.map((name) => [`extension ${name}`, ''])) };
}

/** Views, functions, triggers, publications, extensions and the like that the site has. */
function otherFates({ found, source }: SchemaBefore, after: SchemaSnapshot): Drift[] {
  const [were, releases, are] = [othersOf(found), othersOf(source), othersOf(after)];
  return Object.keys(were)
    .filter((object) => !Object.hasOwn(releases, object))
    .flatMap((object): Drift[] => {
      if (!Object.hasOwn(are, object)) return [{ kind: 'site-lost', object }];
      return are[object] === were[object] ? [] : [{ kind: 'site-changed', object }];
    });
}

/** What the site had beside its release, and what a migration has taken from it or changed. */
export function siteLosses(before: SchemaBefore, after: SchemaSnapshot): Drift[] {
  return [
    ...siteDrift(before).flatMap((each) => fate(each, before.found, after)),
    ...otherFates(before, after),
  ];
}

/** Whether something is gone that was there: the release's own may be, the site's may not. */
export function hasVanished(found: SchemaSnapshot, after: SchemaSnapshot): boolean {
  return (
    Object.keys(othersOf(found)).some((name) => !Object.hasOwn(othersOf(after), name)) ||
    Object.entries(found.tables).some(([name, { columns, constraints, indexes }]) => {
      const now = after.tables[name];
      return (
        now === undefined ||
        Object.keys(columns).some((column) => !Object.hasOwn(now.columns, column)) ||
        [...constraints, ...indexes].some((each) => !hasNamed(after, name, each.name))
      );
    })
  );
}
