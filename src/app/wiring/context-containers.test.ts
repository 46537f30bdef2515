import { expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import type { SimulatedProgram } from '../../io/hosts/simulated-process.ts';
import { contextContainers } from './context-containers.ts';

const unit = { kind: 'systemd', unit: 'backendai-agent', environment: '/e' } as const;
const agent = { ...simulatedMember('a1', 'agent'), agent: { id: 'i-a1', varBase: '/var' } };
const labels = { 'ai.backend.kernel-id': 'k1', 'ai.backend.session-id': 's1' };
const container = {
  Id: 'c1',
  Name: '/kernel',
  Created: '2026-11-27T13:17:21Z',
  State: { Running: true, StartedAt: '2026-11-27T13:17:22Z' },
  Config: { Labels: labels },
};

it.each([
  ['a unit', { ...agent, service: unit }],
  ['a plain process', agent],
])('the containers of %s are asked for by whom Docker answers', async (_what, member) => {
  const docker: SimulatedProgram = async ({ argv, print }) => {
    print(argv[1] === 'ps' ? 'c1\n' : JSON.stringify([container]));
    return 0;
  };
  const refuses: SimulatedProgram = async ({ complain }) => {
    complain('permission denied\n');
    return 1;
  };
  const withDocker = (name: string, answers: boolean) =>
    simulatedHost(name, new Map(), {
      programs: { docker: answers ? docker : refuses },
    });
  const isUnit = member.service?.kind === 'systemd';
  const root = withDocker('root', isUnit);
  const host = () => ({ ...withDocker('us', !isUnit), asRoot: () => root });
  const program = async () => ({ arguments: [], cwd: '/', variables: {} });
  const inventory = simulatedInventory([member]);
  const found = await contextContainers(member, { inventory, host, service: () => ({ program }) }).kernels();
  expect(found.map(({ id }) => id)).toEqual(['c1']);
});
