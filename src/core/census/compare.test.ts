import { describe, expect, it } from 'vitest';
import { compareCapacity } from './capacity.ts';
import type { Cells, Census, Counted } from './census.ts';
import { compareCensus } from './compare.ts';
import { explaining } from './explained.ts';
import { isKeyOfSite, withKeys } from './with-keys.ts';
import { withRegistries } from './with-registries.ts';

const of = (rows: Record<string, Cells>): Counted => ({ count: Object.keys(rows).length, rows });
const census = (kinds: Record<string, Counted>, tables: Record<string, number> = {}): Census => ({
  kinds,
  tables: Object.fromEntries(Object.entries(tables).map(([name, count]) => [name, { count }])),
});
const lost = (before: Census, after: Census, ...revisions: string[]) =>
  compareCensus(before, after, { ran: new Set(revisions) }).lost.map(({ kind, object, actual, expected }) =>
    [kind, object, ...(expected === undefined ? [] : [actual, expected])].join(' | '),
  );

const folder = (more: Cells = {}): Cells => ({ name: 'data', host: 'local:volume1', ...more });

describe('what a cluster holds, before and after', () => {
  it('is equal to itself, and counted', () => {
    const held = census({ folders: of({ f1: folder() }), sessions: { count: 3 } }, { audit_logs: 7 });
    expect(compareCensus(held, structuredClone(held), { ran: new Set() })).toEqual({
      lost: [],
      explained: [],
      counts: [
        { among: 'folders', before: 1, after: 1 },
        { among: 'sessions', before: 3, after: 3 },
        { among: 'table audit_logs', before: 7, after: 7 },
      ],
    });
  });

  it.each([
    [
      'a row that is gone',
      { f1: folder(), f2: folder() },
      { f1: folder() },
      'row-missing | folder data (f2)',
    ],
    [
      'a row that nobody had',
      { f1: folder() },
      { f1: folder(), f3: folder() },
      'row-extra | folder data (f3)',
    ],
    [
      'another cell',
      { f1: folder() },
      { f1: folder({ host: 'other' }) },
      'cell-other | host of folder data (f1) | other | local:volume1',
    ],
    [
      'a cell that became NULL',
      { f1: folder() },
      { f1: folder({ host: null }) },
      'cell-other | host of folder data (f1) | null | local:volume1',
    ],
  ])('tells %s', (_what, before, after, said) => {
    expect(lost(census({ folders: of(before) }), census({ folders: of(after) }))).toEqual([said]);
  });

  it('compares only the cells that both releases have', () => {
    const [before, after] = [folder({ permission: 'rw' }), folder({ creator_id: 'x' })];
    expect(lost(census({ folders: of({ f1: before }) }), census({ folders: of({ f1: after }) }))).toEqual([]);
  });

  it('never shows a secret cell', () => {
    const user = (hash: string): Counted => of({ u1: { email: 'a@b', password: { hash } } });
    const [said] = lost(census({ users: user('one') }), census({ users: user('two') }));
    expect(said).toBe('cell-other | password of user a@b (u1)');
  });

  it('counts what nobody can name', () => {
    const many = (count: number): Census => census({ users: { count } });
    expect(lost(many(5), many(4))).toEqual(['rows-fewer | users | 4 | 5']);
    expect(lost(many(5), many(6))).toEqual(['rows-more | users | 6 | 5']);
    expect(lost(many(5), census({ users: of({ u1: {} }) }))).toEqual(['rows-fewer | users | 1 | 5']);
  });

  it('tells a table that is gone with its rows, and not an empty one', () => {
    const held = census({ folders: of({ f1: folder() }) }, { tokens: 2, nothing: 0 });
    expect(lost(held, census({}))).toEqual([
      'rows-gone | folders | 0 | 1',
      'rows-gone | table tokens | 0 | 2',
    ]);
  });

  it('lets other tables gain rows, never lose any', () => {
    expect(lost(census({}, { roles: 2 }), census({}, { roles: 9 }))).toEqual([]);
    expect(lost(census({}, { roles: 2 }), census({}, { roles: 1 }))).toEqual([
      'rows-fewer | table roles | 1 | 2',
    ]);
  });

  it('is explained by a revision that ran, for its own columns and rows alone', () => {
    const group = (more: Cells): Census => census({ 'resource groups': of({ default: more }) });
    const [before, after] = [
      group({ scheduler_opts: {}, driver: 'static' }),
      group({ scheduler_opts: { a: 1 }, driver: 'x' }),
    ];
    expect(lost(before, after)).toHaveLength(2);
    const { lost: left, explained } = compareCensus(before, after, { ran: new Set(['c4b7ec740b36']) });
    expect(left.map(({ column }) => column)).toEqual(['driver']);
    expect(explained).toMatchObject([
      { column: 'scheduler_opts', source: expect.stringContaining('c4b7ec740b36') },
    ]);
    const registries = (...names: string[]): Census =>
      census({ registries: of(Object.fromEntries(names.map((name) => [name, {}]))) });
    expect(lost(registries('a'), registries('a', 'local', 'b'), '1d42c726d8a3')).toEqual([
      'row-extra | registry b',
    ]);
  });

  it('is explained by a revision whose text writes there, but for what people know of things', () => {
    const held = (more: Cells, rows: Record<string, Cells>, count: number): Census => ({
      kinds: { users: of({ u1: { email: 'a@b', ...more } }) },
      tables: { routings: of(rows), permissions: { count } },
    });
    const before = held({ status: 'active', need_password_change: null }, { r1: { status: 'a' } }, 2);
    const after = held({ status: 'other', need_password_change: false }, { r1: { status: 'b' } }, 1);
    expect(lost(before, after)).toHaveLength(4);
    const wrote = ['f2c47d81a9b3', 'e3111d960208', '3f5c20f7bb07'];
    expect(lost(before, after, ...wrote)).toEqual(['cell-other | status of user a@b (u1) | other | active']);
    // The text of this one deletes rows there, and changes none.
    expect(lost(before, after, '979bd203db8a')).toContain(
      'cell-other | status of row r1 of table routings | b | a',
    );
    expect(
      lost(before, { ...after, tables: { ...after.tables, routings: of({}) } }, '979bd203db8a'),
    ).not.toContain('row-missing | row r1 of table routings');
  });

  it('takes no text of a revision for a reason to change what people know of things', () => {
    const pairs = (secret: string): Census =>
      census({ keypairs: of({ AK: { secret_key: { hash: secret } } }) });
    // The text of this one gives the column another type.
    expect(lost(pairs('a'), pairs('b'), 'b7c1e93d40aa')).toEqual(['cell-other | secret_key of keypair AK']);
  });

  it('compares the digests of a table only where it has as many rows as before', () => {
    const many = (count: number, colour: string): Census => ({
      kinds: {},
      tables: { lamps: { count, key: ['id'], columns: { colour } } },
    });
    expect(lost(many(2000, 'a'), many(2000, 'b'))).toEqual(['cell-other | column colour of table lamps']);
    expect(lost(many(2000, 'a'), many(2001, 'b'))).toEqual([]);
  });

  it('knows which revisions explain anything', () => {
    expect(explaining(['nothing', 'c4b7ec740b36', 'c4b7ec740b36'])).toEqual(['c4b7ec740b36']);
    expect(explaining(['f2c47d81a9b3'])).toEqual(['f2c47d81a9b3']);
  });

  it('tells the explained of many rows once, with their number', () => {
    const models = (value: string): Census => ({
      kinds: {},
      tables: { roles: of({ a: { updated_at: value }, b: { updated_at: value } }) },
    });
    const { lost: left, explained } = compareCensus(models('x'), models('y'), {
      ran: new Set(['df13b2272b61']),
    });
    expect(left).toEqual([]);
    expect(explained).toMatchObject([{ object: 'updated_at of row a of table roles', alike: 2 }]);
  });

  it('says what is the site’s: a table or a column that a fresh install has not', () => {
    const column = { type: 'text', nullable: true, default: null };
    const tables = { users: { columns: { uuid: column, email: column }, constraints: [], indexes: [] } };
    const held = (value: string): Census => ({
      kinds: { users: of({ u1: { email: value, badge: value } }) },
      tables: { 'hr.people': of({ p: { name: value } }), gone: { count: 2 } },
    });
    const after = held('y');
    const { gone, ...left } = after.tables;
    const found = compareCensus(
      held('x'),
      { ...after, tables: left },
      { ran: new Set(), release: { tables } },
    ).lost;
    expect(gone).toBeDefined();
    expect(found.map(({ object, perhaps }) => `${object} ${perhaps}`)).toEqual([
      'email of user x (u1) undefined',
      'badge of user x (u1) site',
      'name of row p of table hr.people site',
      'table gone undefined',
    ]);
  });
});

describe("etcd's part of it", () => {
  const pairs = (more: Record<string, string>) =>
    Object.entries(more).map(([key, value]) => ({ key, value }));

  it('is told by key, never by value', () => {
    const before = withKeys(census({}), pairs({ 'config/api/a': 's3cret', 'volumes/x': '1' }), []);
    const after = withKeys(
      census({}),
      pairs({ 'config/api/a': 'other', 'volumes/y': '1', 'extra/z': '' }),
      [],
    );
    expect(JSON.stringify(before)).not.toContain('s3cret');
    expect(lost(before, after)).toEqual([
      'cell-other | value of key config/api/a of etcd',
      'rows-gone | etcd volumes/x | 0 | 1',
      'row-extra | key volumes/y of etcd',
      'row-extra | key extra/z of etcd',
    ]);
  });

  it('is the site’s where the release has no such keys', () => {
    const held = (value: string) =>
      withKeys(census({}), pairs({ 'site/tick': value, 'config/api/a': value }), []);
    const { lost: found } = compareCensus(held('1'), held('2'), { ran: new Set() });
    expect(found.map(({ key, perhaps }) => [key, perhaps])).toEqual([
      ['site/tick', 'site'],
      ['config/api/a', undefined],
    ]);
  });

  it('leaves out what programs say of themselves, and what the hop moves', () => {
    const keys = pairs({ 'nodes/manager/m1': 'up', 'manager/status': 'running', 'old/lamp': '1' });
    expect(withKeys(census({}), keys, ['old/'])).toEqual(census({}));
  });

  it.each([
    ['config/api/a', false, true],
    ['sgroup/default/x', false, true],
    ['nodes/manager/m1', false, false],
    ['events/x', false, false],
    ['locks/x', false, false],
    ['sessions/x', false, false],
    ['config', true, true],
    ['eventsource/x', true, true],
    ['site/x', true, true],
  ])('key %s is of the site: %s; it is counted: %s', (key, isSites, isCounted) => {
    expect(isKeyOfSite(key)).toBe(isSites);
    expect(Object.keys(withKeys(census({}), pairs({ [key]: '1' }), []).kinds)).toHaveLength(
      isCounted ? 1 : 0,
    );
  });

  it('has registries of before 24.09, which the database has afterwards', () => {
    const found = [{ host: 'cr.example', type: 'harbor2', projects: ['b', 'a', 'a'] }];
    const before = withRegistries(census({}), found);
    const after = census({ registries: of({ 'cr.example': { type: 'harbor2', projects: ['a', 'b'] } }) });
    expect(lost(before, after)).toEqual([]);
    expect(withRegistries(after, [])).toBe(after);
    expect(lost(before, census({ registries: of({}) }))).toEqual(['row-missing | registry cr.example']);
  });
});

describe('what agents offer, before and after', () => {
  const agent = (slots: object, plugins: string[] | null = ['cpu'], status = 'ALIVE'): Counted =>
    of({ i1: { status, slots, plugins } });
  const said = (before: Counted, after: Counted, agents = ['i1']) =>
    compareCapacity(before, after, agents).map(({ kind, object }) => `${kind} ${object}`);

  it.each([
    ['the same in other words', agent({ cpu: '4', mem: '100' }), agent({ cpu: 4, mem: 95.0 }), []],
    [
      'a slot that is gone',
      agent({ cpu: 4, 'cuda.device': 2 }),
      agent({ cpu: 4 }),
      ['slot-missing slot cuda.device of agent i1'],
    ],
    ['less of a slot', agent({ cpu: 4 }), agent({ cpu: 3 }), ['slot-less slot cpu of agent i1']],
    ['much less memory', agent({ mem: 100 }), agent({ mem: 89 }), ['slot-less slot mem of agent i1']],
    ['a slot that was never there', agent({ cpu: 4, 'tpu.device': 0 }), agent({ cpu: 4 }), []],
    ['more', agent({ cpu: 4 }), agent({ cpu: 8, 'cuda.device': 1 }, ['cpu', 'cuda']), []],
    [
      'a plugin that is gone',
      agent({ cpu: 4 }, ['cpu', 'mock']),
      agent({ cpu: 4 }),
      ['plugin-missing plugin mock of agent i1'],
    ],
    [
      'an agent that is lost',
      agent({ cpu: 4 }),
      agent({ cpu: 4 }, ['cpu'], 'LOST'),
      ['agent-status agent i1'],
    ],
    ['an agent that nobody knows', agent({ cpu: 4 }), of({}), ['agent-missing agent i1']],
    ['an agent that had no row before', of({}), of({}), []],
  ])('%s', (_what, before, after, expected) => {
    expect(said(before, after)).toEqual(expected);
  });

  it('asks only for the agents that the cluster declares', () => {
    expect(said(agent({ cpu: 4 }), of({}), [])).toEqual([]);
  });
});
