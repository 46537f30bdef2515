import { expect, it } from 'vitest';
import { simulatedInventory, simulatedSnapshot } from '../../core/cluster/simulated-cluster.ts';
import type { StoreBeside } from '../../core/cluster/store-beside.ts';
import { storeSameDatabase, storeSameServer } from './store-beside.ts';

const found = (is?: StoreBeside['is']) => {
  const storeBeside = is && { store: 'the store "runs" on PostgreSQL at db:5432', is, database: 'backend' };
  const snapshot = simulatedSnapshot({ components: [], ...(storeBeside ? { storeBeside } : {}) });
  const heads = { installedHead: undefined, proxyHead: undefined };
  const input = { inventory: simulatedInventory([]), snapshot, hops: [], outages: 0, ...heads };
  return [storeSameDatabase, storeSameServer].flatMap(({ find }) => find(input));
};

it('a store in the database that is upgraded is refused, one on its server must be accepted', () => {
  expect(found()).toEqual([]);
  expect(found('same-database')).toMatchObject([
    { code: 'store.same-database', severity: 'blocker', summary: expect.stringContaining('backend') },
  ]);
  expect(found('same-server')).toMatchObject([
    {
      code: 'store.same-server',
      severity: 'warning',
      summary: expect.stringMatching(/^the store "runs" on PostgreSQL at db:5432 is on the server of/),
      hint: expect.stringContaining('--accept store.same-server'),
    },
  ]);
});
