import { expect, it } from 'vitest';
import type { Inventory } from './inventory.ts';
import { simulatedInventory, simulatedMember } from './simulated-cluster.ts';
import { agentsAlone, withoutMembers } from './without-members.ts';

const at = (id: string, host: string, component: Parameters<typeof simulatedMember>[1] = 'agent') => ({
  ...simulatedMember(id, component),
  host,
});
const inventory: Inventory = {
  ...simulatedInventory([
    at('m1', 'h1', 'manager'),
    at('a1', 'h1'),
    at('a2', 'h2'),
    at('a3', 'h2'),
    at('a4', 'h3'),
  ]),
  hosts: { h1: { ssh: 'h1' }, h2: { ssh: 'h2' }, h3: { ssh: 'h3' }, h4: { ssh: 'h4' } },
};
const ids = (host: string, of: Inventory = inventory) => agentsAlone(of, host)?.map(({ id }) => id);

it('agents are alone on a host that has no other member, and that nothing else needs', () => {
  expect([ids('h1'), ids('h2'), ids('h3'), ids('h4')]).toEqual([undefined, ['a2', 'a3'], ['a4'], undefined]);
});

it.each<[string, Partial<Inventory>]>([
  ['dumps are made there', { database: { ...inventory.database, tools: 'h3' } }],
  ['the database is reached through it', { database: { ...inventory.database, via: 'h3' } }],
  ['etcd is reached through it', { etcd: { ...inventory.etcd, via: 'h3' } }],
  ['the API is reached through it', { api: { ...inventory.api, via: 'h3' } }],
  ['copies are kept there', { rehearsal: { host: 'h3' } }],
  [
    'a secret is read there',
    { api: { ...inventory.api, secretKey: { from: 'h3', file: '/env', key: 'KEY' } } },
  ],
  [
    'a secret is read beside a member of it',
    { api: { ...inventory.api, secretKey: { from: 'a4', file: '/env', key: 'KEY' } } },
  ],
])('agents are not alone on a host where %s', (_what, change) => {
  expect(ids('h3', { ...inventory, ...change })).toBeUndefined();
});

it('without agents a cluster has neither them nor the hosts that were theirs alone', () => {
  const { hosts, components } = withoutMembers(inventory, ['a1', 'a2', 'a4']);
  expect(components.map(({ id }) => id)).toEqual(['m1', 'a3']);
  expect(Object.keys(hosts)).toEqual(['h1', 'h2', 'h4']);
  expect(withoutMembers(inventory, [])).toEqual(inventory);
});
