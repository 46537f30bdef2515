import { expect, it } from 'vitest';
import type { DatabaseSession } from '../../core/cluster/database-session.ts';
import { observeOthers } from './observe-others.ts';
import { observeOwnDatabases } from './observe-own-database.ts';
import type { Readers } from './readers.ts';

const session = (pid: number, port: number | null): DatabaseSession => ({
  pid,
  program: '',
  user: 'postgres',
  address: port === null ? null : '127.0.0.1',
  port,
  since: '2026-11-27T17:20:11Z',
  transaction: null,
  locks: [],
});

/** As Linux tells of TCP connections: the local port in hexadecimal, and the socket. */
const connection = (port: number, socket: number): string =>
  `   0: 0100007F:${port.toString(16).toUpperCase()} 0100007F:1538 01 00000000:00000000 00:00000000 00000000 0 0 ${socket} 1`;

function readers(sessions: DatabaseSession[], pid: number | undefined) {
  const asked: string[][] = [];
  const found = {
    inventory: {
      components: [
        { id: 'm1', component: 'manager', host: 'here' },
        { id: 'a1', component: 'agent', host: 'here' },
      ],
    },
    database: {
      others: async () => sessions,
      timeouts: async () => ['lock_timeout=1000 ms'],
      mayEndOthers: async () => !sessions.some(({ hidden }) => hidden),
    },
    service: (id: string) => ({ state: async () => ({ pid: id === 'm1' ? pid : 99, environment: '' }) }),
    host: () => ({
      processes: async () => [{ pid: 11 }],
      ask: async ({ argv }: { argv: string[] }) => {
        asked.push(argv);
        const stdout =
          argv[0] === 'find'
            ? 'socket:[501]\nsocket:[502]\n'
            : [
                '  sl  local_address',
                connection(40_001, 501),
                connection(40_002, 502),
                connection(40_003, 503),
              ].join('\n');
        return { exitCode: 0, stdout };
      },
    }),
  } as unknown as Readers;
  return { found, asked };
}

it('tells sessions of members from those of others by their connections, workers’ too', async () => {
  const [own, worker, other, local] = [
    session(1, 40_001),
    session(2, 40_002),
    session(3, 40_003),
    session(4, null),
  ];
  const { found, asked } = readers([own, worker, other, local], 10);
  expect(await observeOthers(found)).toEqual({
    sessions: [other, local],
    timeouts: ['lock_timeout=1000 ms'],
  });
  // The manager's alone: an agent has no session.
  expect(asked[0]).toEqual(['find', '/proc/10/fd', '/proc/11/fd', '-lname', 'socket:*', '-printf', '%l\\n']);
});

it.each<[string, DatabaseSession[], number | undefined]>([
  ['no member runs', [session(1, 40_001)], undefined],
  ['nobody is connected over a network', [session(1, null)], 10],
])('looks at no process where %s', async (_what, sessions, pid) => {
  const { found, asked } = readers(sessions, pid);
  expect((await observeOthers(found)).sessions).toEqual(sessions);
  expect(asked).toEqual([]);
});

it('names nobody whose session ended while members were looked at: managers open and close them all the time', async () => {
  const { found } = readers([], 10);
  const looks = [
    [session(1, 40_009), session(3, 40_003), session(4, 40_004)],
    [session(3, 40_003), session(4, 40_010)],
  ];
  const database = { ...found.database, others: async () => looks.shift() ?? [] };
  expect((await observeOthers({ ...found, database })).sessions).toEqual([session(3, 40_003)]);
});

it('counts sessions that our role may not see: members’ own may be among them', async () => {
  const { found } = readers([session(1, null), { ...session(2, null), hidden: true }], 10);
  expect(await observeOthers(found)).toMatchObject({ sessions: [{ pid: 1 }], hidden: 1, endsOwnOnly: true });
});

it('tells them of a database that a member has beside the cluster’s, but for its own', async () => {
  const { found } = readers([], 10);
  const own = { host: 'db', port: 5432, name: 'proxy' };
  const others = async () => [session(1, 40_001), session(3, 40_003)];
  const none = async () => [];
  const database = {
    ...{ exists: async () => true, mayCreate: async () => true, tables: async () => 1, size: async () => 1 },
    ...{ revisions: none, restorable: none, asideObstacles: none, timeouts: none, others },
    mayEndOthers: async () => true,
  };
  const asked = {
    ...found,
    inventory: {
      components: [{ id: 'm1', component: 'app-proxy-coordinator', host: 'here', database: own }],
    },
    ownDatabase: () => database,
  } as unknown as Readers;
  expect(await observeOwnDatabases(asked)).toMatchObject([
    { member: 'm1', name: 'proxy', state: 'there', others: { sessions: [{ pid: 3 }], timeouts: [] } },
  ]);
  const gone = { ...asked, service: () => ({ state: () => Promise.reject(new Error('not installed')) }) };
  expect(await observeOwnDatabases(gone as unknown as Readers)).toMatchObject([{ state: 'there' }]);
});
