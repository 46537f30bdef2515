import { expect, it } from 'vitest';
import { simulatedInventory } from '../../core/cluster/simulated-cluster.ts';
import type { Session } from '../../core/workloads/session.ts';
import type { WorkloadsSource } from '../../io/workloads/source.ts';
import { affected } from './affected.ts';
import { guardedSessions } from './guarded-sessions.ts';
import type { WorkloadDoors } from './see-workloads.ts';

const session = (id: string, owner: string): Session => ({
  ...{ id, name: `name of ${id}`, kind: 'batch', status: 'RUNNING', owner, accessKey: 'AK' },
  ...{ agents: ['i-1'], slots: {} },
});

/** A cluster with sessions, whose file has guards. */
function readers(sessions: readonly Session[], ...guard: readonly string[]) {
  const source: WorkloadsSource = {
    async *sessions() {
      yield sessions;
    },
    agents: async () => [],
    endpoints: async () => [],
    folders: async () => [],
    close: async () => undefined,
  };
  const workloads: WorkloadDoors = {
    api: () => Promise.reject(new Error('it is not asked')),
    database: async () => source,
    tasks: async () => [],
    uploads: async () => [],
  };
  return { inventory: { ...simulatedInventory([]), guard: [...guard] }, workloads };
}

const ana = session('1', 'ana@example.com');
const ben = session('2', 'ben@example.com');

it('what a plan keeps of a session that was accepted by its name is nothing to a later one of that name', async () => {
  const now = await guardedSessions(
    readers([ana, ben], 'owner=ana@example.com'),
    [],
    ['session=name of 1', 'workloads.running'],
  );
  expect(now).toMatchObject({ findings: [], accepted: ['session=1', 'workloads.running'] });
  const later = readers([{ ...ana, id: '9' }, ben], 'owner=ana@example.com');
  const { findings } = await guardedSessions(later, [], now.accepted);
  expect(findings.map(({ subject }) => subject)).toEqual(['name of 1']);
});

it('nor does a plan keep what nobody needed to accept: a guard may come later', async () => {
  expect(await guardedSessions(readers([ana]), [], ['session=name of 1', 'workloads.running'])).toMatchObject(
    {
      accepted: ['workloads.running'],
    },
  );
});

it('a guard that no session fits is told, unless it is one of the cluster’s file', async () => {
  const guards = ['owner=anna@example.com', 'owner=ana@example.com'];
  const cluster = readers([ana, ben], 'owner=cy@example.com');
  expect(await guardedSessions(cluster, guards, [])).toMatchObject({ unmet: ['owner=anna@example.com'] });
  expect(await affected(cluster, { drain: undefined, guards })).toMatchObject({
    unmet: ['owner=anna@example.com'],
  });
});
