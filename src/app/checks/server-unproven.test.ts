import { expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import {
  simulatedInventory,
  simulatedMember,
  simulatedSnapshot,
} from '../../core/cluster/simulated-cluster.ts';
import { runChecks } from './index.ts';

const base = simulatedInventory([simulatedMember('pc1', 'app-proxy-coordinator')]);

function subjects(change: (inventory: Inventory) => Inventory): readonly string[] {
  const told = { hops: [], outages: 0, installedHead: undefined, proxyHead: undefined };
  const found = runChecks({
    ...told,
    inventory: change(base),
    snapshot: simulatedSnapshot({ components: [] }),
  });
  return found.flatMap(({ code, subject }) => (code === 'server.unproven' ? [subject] : []));
}

const withTls =
  (tls: Inventory['database']['tls'], ofEtcd: Inventory['etcd']['tls']) => (all: Inventory) => ({
    ...all,
    database: { ...all.database, tls },
    etcd: { ...all.etcd, tls: ofEtcd },
  });

it('an encrypted connection to nobody knows whom is told of', () => {
  const cert = { cert: '/c.pem', key: '/c.key' };
  expect(subjects(withTls('require', { mode: 'require', ...cert }))).toEqual(['database.tls', 'etcd.tls']);
  const own = (all: Inventory): Inventory => ({
    ...all,
    components: all.components.map((each) => ({ ...each, database: { ...all.database, tls: 'require' } })),
  });
  expect(subjects(own)).toEqual(['database.tls of pc1']);
});

it('one that is proven, and one that nobody has asked to be encrypted, are not', () => {
  expect(subjects((all) => all)).toEqual([]);
  expect(subjects(withTls('verify', { mode: 'verify', ca: '/ca.pem' }))).toEqual([]);
  expect(subjects(withTls('prefer', 'off'))).toEqual([]);
});
