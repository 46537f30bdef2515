import { describe, expect, it } from 'vitest';
import { simulatedInventory, simulatedLockSnapshot } from '../../core/cluster/simulated-cluster.ts';
import { observe } from './observe.ts';
import type { Readers } from './readers.ts';

const none = async () => [];
const unfinished = { run: 'r-1', who: 'ana@desk', next: 'go on: baiup resume r-1' };

/** Readers of a cluster without members, whose database is empty. */
function readers(managerStatus: string | undefined, more: Partial<Readers> = {}): Readers {
  const workloads = async () => ({ running: 0, inFlight: 0, pending: 0 });
  return {
    inventory: simulatedInventory([]),
    database: {
      ...{
        proxyDoors: none,
        agentGroups: none,
        scratches: none,
        others: none,
        timeouts: none,
        revisions: none,
      },
      ...{ restorable: none, workloads, rows: async () => ({}), size: async () => 0 },
      slots: async () => ({ slots: [] }),
    },
    configStore: { keys: none, slots: none, registries: none, managerStatus: async () => managerStatus },
    questions: {},
    lock: async () => undefined,
    unfinished: async () => unfinished,
    namespaces: async () => ['lab'],
    freeBytes: async () => 1,
    apiTrouble: async () => undefined,
    openFiles: [],
    ...more,
  } as unknown as Readers;
}

describe('what is observed of etcd', () => {
  it('is what the managers serve by', async () => {
    const found = await observe(readers('frozen'));
    expect(found.managerStatus).toBe('frozen');
    expect(found).not.toHaveProperty('namespaces');
  });

  it('is which namespaces are used, where this one is not', async () => {
    const found = await observe(readers(undefined));
    expect(found.managerStatus).toBeUndefined();
    expect(found.namespaces).toEqual(['lab']);
  });
});

describe('the unfinished run of a cluster that nobody has', () => {
  it('is observed', async () => {
    expect((await observe(readers('running'))).unfinished).toEqual(unfinished);
  });

  it('is, too, where what has the lock has nothing more to do', async () => {
    const lock = simulatedLockSnapshot({ what: 'fix', life: 'dead' });
    expect(await observe(readers('running', { lock: async () => lock }))).toMatchObject({ unfinished, lock });
  });

  it('is nothing to be asked for while a run has the cluster', async () => {
    const lock = simulatedLockSnapshot({ life: 'silent' });
    const found = await observe(readers('running', { lock: async () => lock }));
    expect(found).toMatchObject({ lock });
    expect(found).not.toHaveProperty('unfinished');
  });
});
