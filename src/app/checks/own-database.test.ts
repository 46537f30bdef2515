import { describe, expect, it } from 'vitest';
import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import type { ClusterSnapshot, MemberSnapshot, OwnDatabaseSnapshot } from '../../core/cluster/snapshot.ts';
import type { CheckInput } from './check.ts';
import { componentReady } from './component-ready.ts';
import { ownDatabase } from './own-database.ts';

const database = { host: '127.0.0.1', port: 5432, name: 'appproxy', user: 'appproxy', password: 'x' };
const coordinator = { id: 'pc1', component: 'app-proxy-coordinator', config: '/c/pc1.toml', database };
const over = [{ from: '25.12.1', to: '25.13.4' }];
const before = [{ from: '25.11.4', to: '25.12.1' }];

interface Situation {
  readonly member?: Partial<MemberSnapshot>;
  readonly own?: Partial<OwnDatabaseSnapshot>;
  readonly hops?: CheckInput['hops'];
  readonly declared?: boolean;
}

function input({ member = {}, own = {}, hops = [], declared = true }: Situation): CheckInput {
  const { database: _database, ...undeclared } = coordinator;
  const components = [declared ? coordinator : undeclared] as unknown as Member[];
  const snapshot = {
    components: [
      { id: 'pc1', component: 'app-proxy-coordinator', host: 'local', configSha256: '0', ...member },
    ],
    ownDatabases: declared
      ? [
          {
            ...{ member: 'pc1', members: ['pc1'], name: 'appproxy', state: 'there' },
            ...{ revisions: ['head'], tables: 6, size: 1, mayCreate: true, restoreObstacles: [], ...own },
          },
        ]
      : [],
  } as unknown as ClusterSnapshot;
  const inventory = { components } as Inventory;
  return { inventory, snapshot, hops, outages: hops.length, installedHead: 'x', proxyHead: 'head' };
}

const absent = { absent: 'not-yet' } as const;
const empty = { revisions: [], tables: 0 };

describe("a coordinator's own database", () => {
  it.each<[string, Situation, string | undefined]>([
    ['is at its head', {}, undefined],
    ['is behind', { own: { revisions: ['old'] } }, 'has the head head'],
    ['is missing under a running coordinator', { own: { state: 'missing' } }, 'is missing'],
    [
      'cannot be reached',
      { own: { state: 'unreachable', trouble: 'PostgreSQL does not answer' } },
      'does not answer',
    ],
    ['is declared nowhere', { declared: false }, 'does not name it'],
    ['is declared nowhere, and not needed', { declared: false, member: absent }, undefined],
    ['is to be made', { member: absent, hops: over, own: { ...empty, state: 'missing' } }, undefined],
    [
      'is to be made, but may not be',
      { member: absent, hops: over, own: { ...empty, state: 'missing', mayCreate: false } },
      'may not create it',
    ],
    [
      'is missing, and no hop needs it',
      { member: absent, hops: before, own: { state: 'missing' } },
      undefined,
    ],
    [
      'is unreachable, and no hop needs it',
      { member: absent, hops: before, own: { state: 'unreachable' } },
      undefined,
    ],
    ['waits empty', { member: absent, hops: over, own: empty }, undefined],
    ['is in use', { member: absent, hops: over, own: { revisions: [], tables: 3 } }, 'holds 3 tables'],
  ])('%s', (_, situation, said) => {
    const found = ownDatabase.find(input(situation));
    expect(found.map(({ code, severity }) => `${code} ${severity}`)).toEqual(
      said === undefined ? [] : ['proxy.database blocker'],
    );
    if (said !== undefined) expect(found[0]?.summary).toContain(said);
  });

  it('says what to type where it may not be created', () => {
    const own = { ...empty, state: 'missing', mayCreate: false } as const;
    const [found] = ownDatabase.find(input({ member: absent, hops: over, own }));
    expect(found?.hint).toBe('as a superuser: CREATE DATABASE "appproxy" OWNER "appproxy"');
  });
});

describe('a component that a hop starts for the first time', () => {
  it.each([
    [{ ...absent, configSha256: '' }, over, ['component.not-ready']],
    [{ ...absent, configSha256: '' }, before, []],
    [{ ...absent, configSha256: '0' }, over, []],
  ])('%j over %j: %j', (member, hops, codes) => {
    expect(componentReady.find(input({ member, hops })).map(({ code }) => code)).toEqual(codes);
  });
});
