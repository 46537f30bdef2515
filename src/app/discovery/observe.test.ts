import { describe, expect, it } from 'vitest';
import {
  simulatedInventory,
  simulatedLockSnapshot,
  simulatedMember,
} from '../../core/cluster/simulated-cluster.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { noStrangers } from '../steps/no-strangers.ts';
import { observe } from './observe.ts';
import { simulatedReaders } from './simulated-readers.ts';

const unfinished = { run: 'r-1', who: 'ana@desk', next: 'go on: baiup resume r-1' };
const unfinishedToo = { unfinished: async () => unfinished };

describe('what is observed of etcd', () => {
  it('is what the managers serve by', async () => {
    const found = await observe(simulatedReaders('frozen'));
    expect(found.managerStatus).toBe('frozen');
    expect(found).not.toHaveProperty('namespaces');
  });

  it('is which namespaces are used, where this one is not', async () => {
    const found = await observe(simulatedReaders(undefined));
    expect(found.managerStatus).toBeUndefined();
    expect(found.namespaces).toEqual(['lab']);
  });
});

describe('the unfinished run of a cluster that nobody has', () => {
  it('is observed', async () => {
    expect((await observe(simulatedReaders('running', unfinishedToo))).unfinished).toEqual(unfinished);
  });

  it('is, too, where what has the lock has nothing more to do', async () => {
    const lock = simulatedLockSnapshot({ what: 'fix', life: 'dead' });
    expect(
      await observe(simulatedReaders('running', { ...unfinishedToo, lock: async () => lock })),
    ).toMatchObject({ unfinished, lock });
  });

  it('is nothing to be asked for while a run has the cluster', async () => {
    const lock = simulatedLockSnapshot({ life: 'silent' });
    const found = await observe(simulatedReaders('running', { ...unfinishedToo, lock: async () => lock }));
    expect(found).toMatchObject({ lock });
    expect(found).not.toHaveProperty('unfinished');
  });
});

describe('what environments hold beside their release', () => {
  const agents = ['a1', 'a2', 'a3'];
  /** Agents in environments of their own, whose Pythons count how often they are started. */
  function fleet() {
    const seen = { started: 0 };
    const python = async ({ print }: { print: (text: string) => void }) => {
      seen.started += 1;
      print(JSON.stringify({ packages: [], strays: ['sitecustomize.py'], changed: [] }));
      return 0;
    };
    const folder = (id: string) => `/e/${id}/lib/python3.12/site-packages/backend.ai_agent-25.18.1.dist-info`;
    const files = new Map([
      ['/lab/agent.toml', { content: '' }],
      ...agents.map((id) => [`${folder(id)}/METADATA`, { content: 'Version: 25.18.1\n' }] as const),
    ]);
    const looks = simulatedReaders('running', {
      inventory: simulatedInventory(agents.map((id) => simulatedMember(id, 'agent'))),
      host: (name) => simulatedHost(name, files, { programs: { python } }),
      service: (id) =>
        ({
          state: async () => ({ active: true, environment: `/e/${id}` }),
          program: async () => ({ arguments: [], variables: {}, cwd: '/' }),
        }) as never,
      strangers: noStrangers,
      askMember: async () => ({ version: parseVersion('25.18.1'), healthy: true }),
    });
    return { looks, seen };
  }

  it('is read for an upgrade, each by its own Python', async () => {
    const { looks, seen } = fleet();
    const { components } = await observe(looks);
    expect(components.map(({ environmentNotes }) => environmentNotes?.length)).toEqual([1, 1, 1]);
    expect(seen.started).toBe(3);
  });

  it('is not asked for to tell how a cluster is: no Python is started', async () => {
    const { looks, seen } = fleet();
    const { components } = await observe(looks, 'status');
    expect(components.map(({ id, version, healthy }) => [id, version, healthy])).toEqual(
      agents.map((id) => [id, '25.18.1', true]),
    );
    expect(seen.started).toBe(0);
  });
});
