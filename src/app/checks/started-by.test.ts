import { describe, expect, it } from 'vitest';
import {
  simulatedInventory,
  simulatedMember,
  simulatedSnapshot,
} from '../../core/cluster/simulated-cluster.ts';
import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import type { StartedBy } from '../../core/cluster/started-by.ts';
import * as checks from './started-by.ts';

const inventory = simulatedInventory([
  simulatedMember('m1', 'manager', 8081),
  simulatedMember('a1', 'agent', 6001),
]);
const { etcd, database } = inventory;
const [m1] = inventory.components;
const usual: StartedBy = {
  winning: [],
  cwd: m1?.workdir ?? '',
  ...(m1 ? { file: m1.config } : {}),
  sees: {
    etcd: `${etcd.host}:${etcd.port}`,
    namespace: etcd.namespace,
    database: `${database.host}:${database.port}`,
    databaseName: database.name,
  },
};

const found = (change: Partial<StartedBy>, id = 'm1') => {
  const startedBy = { ...usual, ...change };
  const snapshot = simulatedSnapshot({ components: [{ id, startedBy } as MemberSnapshot] });
  const input = { inventory, snapshot, hops: [] } as never;
  return Object.values(checks).flatMap(({ find }) =>
    find(input).map(({ severity, code, summary }) => [severity, code, summary] as const),
  );
};

describe('how a member is started', () => {
  it('as cluster.yaml says, is nothing to tell', () => {
    expect(found({})).toEqual([]);
    const { file: _named, ...searched } = usual;
    expect(found({ ...searched, sees: {} })).toEqual([]);
  });

  it.each<[Partial<StartedBy>, string, string, RegExp]>([
    [
      { winning: [{ name: 'BACKEND_DB_PASSWORD', key: 'db.password' }] },
      'info',
      'service.variables',
      /sets BACKEND_DB_PASSWORD: they win over \S+ \(db\.password\)$/,
    ],
    [{ sees: { namespace: 'old' } }, 'blocker', 'service.elsewhere', /etcd namespace "old", and cluster/],
    [{ sees: { databaseName: 'old' } }, 'blocker', 'service.elsewhere', /database "old", and cluster\.yaml/],
    [{ sees: { etcd: '10.0.0.9:2379' } }, 'info', 'service.elsewhere', /its etcd at 10\.0\.0\.9:2379, and/],
    [{ sees: { database: `${database.host}:1` } }, 'info', 'service.elsewhere', /its database at \S+:1, and/],
    [{ file: '/other.toml' }, 'blocker', 'service.file', /reads \/other\.toml, and cluster\.yaml names/],
    [{ cwd: '/other' }, 'warning', 'service.folder', /is started in \/other, and cluster\.yaml names/],
    [{ untried: 'python -m site' }, 'warning', 'service.untried', /by `python -m site`, which is not/],
    [{ modules: '/opt/site' }, 'warning', 'service.modules', /PYTHONPATH=\/opt\/site: the new program finds/],
    [{ user: { its: 1100, ours: 0 } }, 'warning', 'service.user', /as user 1100, and baiup .* as user 0$/],
  ])('%j is told', (change, severity, code, summary) => {
    expect(found(change)).toEqual([[severity, code, expect.stringMatching(summary)]]);
  });

  it('one server has several names on its own host', () => {
    expect(found({ sees: { database: `localhost:${database.port}` } })).toEqual(
      ['127.0.0.1', 'localhost', '::1'].includes(database.host) ? [] : [expect.anything()],
    );
  });

  it('an agent has an etcd, and no database', () => {
    const elsewhere = (sees: StartedBy['sees']) =>
      found({ sees }, 'a1').filter(([, code]) => code === 'service.elsewhere');
    expect(elsewhere({ databaseName: 'old', database: 'x:1' })).toEqual([]);
    expect(elsewhere({ namespace: 'old' })).toHaveLength(1);
  });
});
