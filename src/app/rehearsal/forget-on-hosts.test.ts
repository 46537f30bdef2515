import { expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import type { SimulatedFiles } from '../../io/hosts/simulated-file.ts';
import { stateHome } from '../../lib/state-home.ts';
import { forgetOnHosts } from './forget-on-hosts.ts';

const inventory = {
  components: [
    { id: 'm1', host: 'one' },
    { id: 'm2', host: 'two' },
    { id: 'm3', host: 'away' },
  ],
} as unknown as Inventory;

it('leaves no copy of a configuration on any host that can be reached', async () => {
  const there = '/home/baiup/.local/state/baiup/rehearsals/1';
  const files: Record<string, SimulatedFiles> = {
    one: new Map([
      [`${there}/m1.toml`, { content: 'secret' }],
      [`${there}/run/backup.json`, { content: '' }],
    ]),
    two: new Map([
      [`${there}/m2.toml`, { content: 'secret' }],
      [`${there}/postgres/data`, { content: 'of a server that runs' }],
    ]),
  };
  const host = (name: string) => {
    if (name === 'away') throw new Error('it cannot be reached');
    return simulatedHost(name, files[name] ?? new Map());
  };
  await forgetOnHosts(inventory, host, `${stateHome()}/rehearsals/1`);
  expect([...(files['one'] ?? []), ...(files['two'] ?? [])].map(([path]) => path)).toEqual([
    `${there}/postgres/data`,
  ]);
});
