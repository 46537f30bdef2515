import { expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { secret } from '../../lib/secret.ts';
import { lendCopies } from './lend-copies.ts';

const on = (host: string, id: string, component: Parameters<typeof simulatedMember>[1]) => ({
  ...simulatedMember(id, component),
  host,
});
const inventory = simulatedInventory([
  ...[on('h1', 'm1', 'manager'), on('h2', 'm2', 'manager'), on('h2', 'pc1', 'app-proxy-coordinator')],
  on('h3', 'a1', 'agent'),
]);
const servers = {
  postgres: { port: 5001, user: 'postgres', password: secret(''), data: '/d' },
  etcd: { port: 5002 },
};

function hosts(refusing?: string) {
  const lent = new Map(['h1', 'h2', 'h3'].map((name) => [name, new Set<number>()]));
  const asked: string[] = [];
  const named = (name: string) => {
    const host = simulatedHost(name, new Map(), { lent: lent.get(name) ?? new Set() });
    const lendPort: typeof host.lendPort = async (port) => {
      asked.push(`${name} ${port}`);
      if (name === refusing) throw new Error(`${name} refuses`);
      return host.lendPort(port);
    };
    return { ...host, lendPort };
  };
  return { lent, asked, named };
}

it('the copies answer where migrators run, once a host, and no longer than needed', async () => {
  const { lent, asked, named } = hosts();
  const takeBack = await lendCopies(inventory, named, servers);
  expect(asked).toEqual(['h1 5001', 'h1 5002', 'h2 5001', 'h2 5002']);
  expect([...(lent.get('h2') ?? [])]).toEqual([5001, 5002]);
  takeBack();
  expect([...lent.values()].flatMap((ports) => [...ports])).toEqual([]);
});

it('the copies are not lent to the host that has them', async () => {
  const { asked, named } = hosts();
  await lendCopies(inventory, named, { ...servers, away: 'h1' });
  expect(asked).toEqual(['h2 5001', 'h2 5002']);
});

it('where a host refuses, nothing stays on the others', async () => {
  const { lent, named } = hosts('h2');
  await expect(lendCopies(inventory, named, servers)).rejects.toThrow('h2 refuses');
  expect([...lent.values()].flatMap((ports) => [...ports])).toEqual([]);
});
