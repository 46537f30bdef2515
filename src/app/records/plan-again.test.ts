import { describe, expect, it } from 'vitest';
import {
  simulatedInventory,
  simulatedLockSnapshot,
  simulatedSnapshot,
} from '../../core/cluster/simulated-cluster.ts';
import { identified } from '../../core/plan/plan-id.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import type { Readers } from '../discovery/readers.ts';
import { planned, simulatedGround } from '../planner/simulated-plan.ts';
import { planAgain } from './plan-again.ts';

const plan = planned('24.03.10', '24.03.11');
/** It is refused before anything is read. */
const cluster = { readers: {} } as Parameters<typeof planAgain>[0];

it('what a run has half changed is neither rehearsed nor upgraded: the run is what is told', async () => {
  const lock = simulatedLockSnapshot({ life: 'silent' });
  const snapshot = simulatedSnapshot({ revisions: ['half'], lock });
  await expect(planAgain(cluster, plan, snapshot)).rejects.toMatchObject({
    code: 'cluster.locked',
    exit: 2,
    hint: expect.stringContaining('baiup resume r-1, or back: baiup rollback r-1'),
  });
});

it('of a namespace that no manager has used that is told, not that the facts are others', async () => {
  const { configStore, namespaces } = {
    configStore: { managerStatus: async () => undefined },
    namespaces: async () => ['lab'],
  };
  const readers = { inventory: simulatedInventory([]), configStore, namespaces } as unknown as Readers;
  const snapshot = simulatedSnapshot({ revisions: ['half'], managerStatus: undefined });
  await expect(planAgain({ readers }, plan, snapshot)).rejects.toMatchObject({
    code: 'etcd.namespace-unused',
    message: expect.stringContaining('managers have used lab'),
  });
});

it('of one that has ended nothing is told, but what differs from the plan', async () => {
  const lock = simulatedLockSnapshot({ life: 'dead', journal: { run: 'r-1', state: 'ended' } });
  const snapshot = simulatedSnapshot({ revisions: ['half'], lock });
  await expect(planAgain(cluster, plan, snapshot)).rejects.toMatchObject({ code: 'plan.stale' });
});

describe('on the cluster that it was made for', () => {
  const { inventory, snapshot } = simulatedGround('24.03.10');
  const host = () => ({ readText: async () => undefined }) as unknown as HostReader;
  const readers = { inventory, host } as unknown as Readers;

  it('the plan is made again, and is the same', async () => {
    expect(await planAgain({ readers }, plan, snapshot)).toEqual(plan);
  });

  it('a plan whose steps somebody edited is refused, also where its id covers the edit', async () => {
    const draft = structuredClone(plan);
    const step = draft.hops[0]?.phases.flatMap(({ steps }) => steps).find(({ id }) => id === '1.switch.m1');
    if (!step) throw new Error('no such step');
    step.params['to'] = '/etc';
    const edited = identified(draft);
    expect(edited.id).not.toBe(plan.id);
    await expect(planAgain({ readers }, edited, snapshot)).rejects.toMatchObject({
      code: 'plan.differs',
      exit: 2,
      left: 'nothing was changed',
      findings: [{ summary: expect.stringContaining('step 1.switch.m1: to is "/etc", baiup plans ') }],
    });
  });

  it('has the figures of today, whatever the file says', async () => {
    const hasty = structuredClone(plan);
    hasty.downtime.predicted = 0.1;
    expect(await planAgain({ readers }, hasty, snapshot)).toEqual(plan);
  });
});
