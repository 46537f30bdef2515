import { expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { simulatedSnapshot } from '../../core/cluster/simulated-cluster.ts';
import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import { sharedKernels } from './shared-kernels.ts';

type Agent = readonly [id: string, host: string, varBase: string, environment: string];

function found(agents: readonly Agent[], hops = [{ from: '24.03.11', to: '24.09.4' }]): string[] {
  const components = agents.map(([id, host, varBase]) => ({ id, host, agent: { id, varBase } }));
  const snapshot = simulatedSnapshot({
    components: agents.map(([id, host, , environment]) => ({ id, host, environment }) as MemberSnapshot),
  });
  const inventory = { components } as unknown as Inventory;
  const rest = { outages: 1, installedHead: undefined, proxyHead: undefined };
  return sharedKernels.find({ inventory, snapshot, hops, ...rest }).map(({ subject }) => subject);
}

const a1: Agent = ['a1', 'h1', '/var', '/e/agent-1'];

it.each<[string, Agent, string[]]>([
  ['one folder and environments side by side', ['a2', 'h1', '/var', '/e/agent-2'], ['a1, a2']],
  ['one folder and one environment', ['a2', 'h1', '/var', '/e/agent-1'], ['a1, a2']],
  ['folders of their own', ['a2', 'h1', '/var/2', '/e/agent-2'], []],
  ['environments at other locations', ['a2', 'h1', '/var', '/f/agent-2'], []],
  ['another host', ['a2', 'h2', '/var', '/e/agent-1'], []],
])('two agents with %s', (_what, a2, subjects) => {
  expect(found([a1, a2])).toEqual(subjects);
});

it('nothing is said where nothing is to be upgraded', () => {
  expect(found([a1, ['a2', 'h1', '/var', '/e/agent-2']], [])).toEqual([]);
});
