import { expect, it } from 'vitest';
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import { observeSite } from './observe-site.ts';
import type { Readers } from './readers.ts';

const column = { type: 'text', nullable: true, default: null };
const check = (name: string, definition: string) => ({ name, kind: 'check' as const, definition });
const schema: SchemaSnapshot = {
  tables: {
    users: {
      columns: { uuid: column, site_no: column },
      constraints: [check('pk_users', 'PRIMARY KEY (uuid)'), check('site_mail', "CHECK ((uuid <> ''))")],
      indexes: [
        {
          name: 'ix_users_uuid',
          definition: 'CREATE INDEX ix_users_uuid ON public.users USING btree (uuid)',
        },
        { name: 'ix_users_no', definition: 'CREATE INDEX ix_users_no ON public.users USING btree (site_no)' },
      ],
    },
    billing: {
      columns: { id: column, role: { ...column, type: 'roles[]' }, mood: { ...column, type: 'mood' } },
      constraints: [check('some_rule', 'CHECK (true)')],
      indexes: [],
    },
  },
  types: { roles: ['a'], mood: ['b'] },
  sequences: {},
  extensions: ['pg_trgm', 'uuid-ossp'],
  others: {
    'view report': 'uuid text',
    'function twice(n integer)': 'x',
    'trigger t on users': 'y',
    'view known': '',
    'event trigger known': '',
    'publication users': '',
    'foreign server known': '',
    'foreign table known': '',
    'rule known on users': '',
  },
};

/** A release whose package says these words. */
function readers(words: string[], answer?: string) {
  const asked: string[][] = [];
  const says = (name: string): boolean => words.includes(name);
  const found = {
    inventory: { components: [{ id: 'm1', component: 'manager', host: 'here' }] },
    service: () => ({ state: async () => ({ active: true, environment: '/e/manager-1' }) }),
    database: {
      schema: async () => schema,
      views: async () => ['report', 'known', 'bi.sums'].map((view) => ({ view, reads: ['users.uuid'] })),
    },
    host: () => ({
      bring: async (file: string) => file,
      ask: async ({ argv, input }: { argv: string[]; input: string }) => {
        asked.push(argv);
        const { tables, names } = JSON.parse(input) as { tables: Record<string, string[]>; names: string[] };
        const known = Object.entries(tables).filter(([table]) => says(table));
        const told = {
          tables: Object.keys(tables).filter((table) => !says(table)),
          columns: known.flatMap(([table, all]) =>
            all.filter((each) => !says(each)).map((each) => [table, each]),
          ),
          names: names.filter((name) => !says(name)),
        };
        return { exitCode: answer === undefined ? 0 : 1, stdout: answer ?? JSON.stringify(told) };
      },
    }),
  } as unknown as Readers;
  return { found, asked };
}

it('is what the release’s package says nowhere, with what is on such columns', async () => {
  const { found, asked } = readers(['users', 'uuid', 'roles', 'known']);
  expect(await observeSite(found)).toEqual({
    objects: [
      'table billing',
      'column users.site_no',
      'type mood',
      'view report',
      'function twice(n integer)',
      'trigger t on users',
      'event trigger known',
      'publication users',
      'foreign server known',
      'foreign table known',
      'rule known on users',
      'extension pg_trgm',
      'constraint site_mail of users',
      'index ix_users_no of users',
    ],
    typed: ['billing.role, of type roles[]'],
    views: [
      { view: 'report', reads: ['users.uuid'] },
      { view: 'bi.sums', reads: ['users.uuid'] },
    ],
  });
  expect(asked).toEqual([['/e/manager-1/bin/python', '-I', expect.stringContaining('named_in_release.py')]]);
});

it.each([
  ['it fails', ''],
  ['it says something else', '[]'],
])('is not known where %s', async (_what, answer) => {
  const { found } = readers([], answer);
  expect(await observeSite(found)).toBeUndefined();
});
