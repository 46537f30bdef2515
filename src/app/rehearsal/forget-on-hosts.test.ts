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

const there = '/home/baiup/.local/state/baiup/rehearsals/1';

/** Hosts with what a rehearsal has made there, and what is left of it. */
function hosts() {
  const files: Record<string, SimulatedFiles> = {
    one: new Map([
      [`${there}/m1.toml`, { content: 'secret' }],
      [`${there}/run/backup.json`, { content: '' }],
    ]),
    two: new Map([
      [`${there}/m2.toml`, { content: 'secret' }],
      [`${there}/postgres/data`, { content: 'of a server that runs' }],
    ]),
    db: new Map([[`${there}/postgres/data`, { content: 'of a server that has ended' }]]),
  };
  const named = (name: string) => {
    if (name === 'away') throw new Error('it cannot be reached');
    return simulatedHost(name, files[name] ?? new Map());
  };
  const left = () =>
    Object.entries(files).flatMap(([name, each]) => [...each.keys()].map((path) => `${name} ${path}`));
  return { named, left };
}

it.each([
  ['this machine', undefined, ['two', 'db']],
  ['a host without members', 'db', ['two']],
  ['a host of members', 'two', ['db']],
])(
  'leaves no copy of a configuration on any host, and of the copies on %s nothing',
  async (_what, on, others) => {
    const { named, left } = hosts();
    await forgetOnHosts(inventory, named, `${stateHome()}/rehearsals/1`, on);
    expect(left()).toEqual(others.map((name) => `${name} ${there}/postgres/data`));
  },
);
