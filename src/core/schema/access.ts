import type { Drift } from './drift-kinds.ts';

/** Who owns a database's objects, and which roles may use its tables and sequences. */
export interface DatabaseAccess {
  /** Of most tables. */
  readonly owner: string | null;
  /** By what it is and its name: `table users`, `type userroles`. */
  readonly owners: Readonly<Record<string, string>>;
  /** In schema `public`, views among the tables. */
  readonly tables: readonly string[];
  readonly sequences: readonly string[];
  /** Which of them a role that can log in may use, by role and privilege; superusers may use everything. */
  readonly may: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** What is there still, or anew, and belongs to another role than it should. */
function otherOwners(before: DatabaseAccess, after: DatabaseAccess): Drift[] {
  return Object.entries(after.owners).flatMap(([object, actual]): Drift[] => {
    const expected = before.owners[object] ?? before.owner ?? actual;
    return actual === expected ? [] : [{ kind: 'owner-other', object, actual, expected }];
  });
}

/** What a role could use before and cannot any more; and what is new, where it could use most of what there was. */
function denied(before: DatabaseAccess, after: DatabaseAccess): Drift[] {
  return Object.entries(before.may).flatMap(([role, privileges]) =>
    Object.entries(privileges).flatMap(([privilege, could]): Drift[] => {
      const what = privilege === 'USAGE' ? 'sequences' : 'tables';
      const were = new Set(before[what]);
      const has = new Set(after.may[role]?.[privilege] ?? []);
      const usesMost = could.length > were.size / 2;
      const should = after[what].filter((name) => (were.has(name) ? could.includes(name) : usesMost));
      return should
        .filter((name) => !has.has(name))
        .map((name) => ({ kind: 'access-missing', object: name, expected: `${privilege} for ${role}` }));
    }),
  );
}

/** How owners and access after a migration differ from what they should be by those before it. */
export function compareAccess(before: DatabaseAccess, after: DatabaseAccess): Drift[] {
  return [...otherOwners(before, after), ...denied(before, after)];
}
