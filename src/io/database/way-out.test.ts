import { expect, it } from 'vitest';
import { wayOut } from './way-out.ts';

const view = 'rule _RETURN on view site_report depends on column "email"';

it.each<[string, string, object, string, string]>([
  [
    'a view on a column that is dropped',
    'cannot drop column email of table users because other objects depend on it',
    {
      sqlstate: '2BP01',
      detail:
        'view site_report depends on column email of table users\nmaterialized view bi.sums depends on view site_report',
    },
    '. In its way: view site_report, materialized view bi.sums',
    ': DROP VIEW site_report; DROP MATERIALIZED VIEW bi.sums;',
  ],
  [
    'a view on a column whose type changes',
    'cannot alter type of a column used by a view or rule',
    { sqlstate: '0A000', detail: view },
    '. In its way: view site_report',
    ': DROP VIEW site_report;',
  ],
  [
    'a trigger on a column',
    'cannot drop column email of table users because other objects depend on it',
    { sqlstate: '2BP01', detail: 'trigger site_t on table users depends on column email of table users' },
    '. In its way: trigger site_t on table users',
    ': DROP TRIGGER site_t ON users;',
  ],
  [
    'a copy of a table, with a type that is made anew, and a key',
    'cannot drop type oldstatus because other objects depend on it',
    {
      sqlstate: '2BP01',
      detail:
        'column status of table vfolders_backup depends on type oldstatus\nconstraint site_fk on table site_billing depends on index pk_users',
    },
    '. In its way: column status of table vfolders_backup, constraint site_fk on table site_billing',
    ': ALTER TABLE vfolders_backup ALTER COLUMN status TYPE text; ALTER TABLE site_billing DROP CONSTRAINT site_fk;',
  ],
  [
    'a table that has the name of a new one',
    '<class>: relation "roles" already exists',
    { sqlstate: '42P07' },
    ". The database has a relation of this name already, which is not the release's",
    'ALTER TABLE "roles" RENAME TO "site_roles";',
  ],
  [
    'a column that has the name of a new one',
    'column "role" of relation "users" already exists',
    { sqlstate: '42701' },
    ". The database has a column of this name already, which is not the release's",
    'ALTER TABLE "users" RENAME COLUMN "role" TO "site_role";',
  ],
  [
    'a type that has the name of a new one',
    'type "state" already exists',
    { sqlstate: '42710' },
    ". The database has a type of this name already, which is not the release's",
    'ALTER TYPE "state" RENAME TO "site_state";',
  ],
  [
    'a constraint',
    'new row violates',
    { sqlstate: '23514', constraint_name: 'site_mail', table_name: 'users' },
    '',
    "If constraint site_mail of users is the site's own",
  ],
  [
    'a feature that is not there',
    'not supported',
    { sqlstate: '0A000' },
    '',
    'the data that it met must be fixed first',
  ],
  [
    'anything else',
    'division by zero',
    { sqlstate: '22012' },
    '',
    'the data that it met must be fixed first',
  ],
])('%s is named, with what to type', (_what, error, met, what, hint) => {
  expect(wayOut({ error, met } as never)).toEqual({ what, hint: expect.stringContaining(hint) });
});

it('nothing is made of what the server did not say', () => {
  expect(wayOut({ error: 'TypeError', met: undefined }).what).toBe('');
});
