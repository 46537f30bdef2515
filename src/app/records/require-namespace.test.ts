import { expect, it } from 'vitest';
import { simulatedInventory } from '../../core/cluster/simulated-cluster.ts';
import { requireNamespace } from './require-namespace.ts';

const given = (status: string | undefined, used: readonly string[] | undefined) =>
  requireNamespace({
    inventory: simulatedInventory([]),
    configStore: { managerStatus: async () => status } as Parameters<
      typeof requireNamespace
    >[0]['configStore'],
    namespaces: async () => used,
  });

it('a namespace that a manager has used is taken', async () => {
  await given('frozen', []);
});

it('one that none has ever used is refused, with those that some have', async () => {
  await expect(given(undefined, ['lab'])).rejects.toMatchObject({
    code: 'etcd.namespace-unused',
    exit: 2,
    message: expect.stringMatching(/the namespace "local" of this etcd; managers have used lab$/),
    hint: expect.stringContaining('correct etcd.namespace'),
    left: 'nothing was changed by this command',
  });
});
