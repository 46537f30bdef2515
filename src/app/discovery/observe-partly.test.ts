import { expect, it } from 'vitest';
import {
  simulatedInventory,
  simulatedLockSnapshot,
  simulatedMember,
} from '../../core/cluster/simulated-cluster.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { simulatedService } from '../../io/services/simulated-service.ts';
import { BaiupError } from '../../lib/errors.ts';
import { noStrangers } from '../steps/no-strangers.ts';
import { observePartly } from './observe-partly.ts';
import type { Readers } from './readers.ts';

const inventory = simulatedInventory([
  simulatedMember('m1', 'manager'),
  simulatedMember('w1', 'webserver'),
  simulatedMember('x1', 'storage-proxy'),
]);
const lock = simulatedLockSnapshot({ life: 'silent' });
const away = async (): Promise<never> => {
  throw new BaiupError('etcd.unreachable', 'etcd does not answer');
};

/** The manager's and the webserver's files are there, the storage-proxy's configuration is not. */
const readers = (lockOf: Readers['lock']): Readers =>
  ({
    inventory,
    host: (name: string) =>
      simulatedHost(
        name,
        new Map(['manager', 'webserver'].map((each) => [`/lab/${each}.toml`, { content: '' }])),
      ),
    service: (id: string) => simulatedService({ active: id !== 'm1', environment: `/e/${id}` }),
    strangers: noStrangers,
    askMember: async () => ({ version: undefined, healthy: false, trouble: 'the database is away' }),
    lock: lockOf,
  }) as unknown as Readers;

it('each member is told by itself, and what cannot be read of one hides no other', async () => {
  const { components } = await observePartly(readers(async () => lock));
  expect(components.map(({ id, trouble }) => [id, trouble])).toEqual([
    ['m1', 'its service does not run'],
    ['w1', 'the database is away'],
    ['x1', expect.stringContaining('/lab/storage-proxy.toml, which does not exist')],
  ]);
});

it.each<[string, Readers['lock'], object]>([
  ['who has the cluster is told', async () => lock, { lock, isLockKnown: true }],
  ['that nobody has it, too', async () => undefined, { lock: undefined, isLockKnown: true }],
  ['that this cannot be told, too', away, { lock: undefined, isLockKnown: false }],
])('%s', async (_what, lockOf, found) => {
  expect(await observePartly(readers(lockOf))).toMatchObject(found);
});
