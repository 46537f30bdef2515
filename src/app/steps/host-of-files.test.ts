import { expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { hostOfFiles } from './host-of-files.ts';

const unit = { kind: 'systemd', unit: 'backendai-agent', environment: '/e' } as const;
const agent = simulatedMember('a1', 'agent');

it.each([
  ['a unit', { ...agent, service: unit }, 'root'],
  ['a plain process', agent, 'us'],
])('files of %s are read and written by whom they belong to or by root', (_what, member, who) => {
  const inventory = simulatedInventory([member]);
  const root = simulatedHost('root', new Map());
  const host = () => ({ ...simulatedHost('us', new Map()), asRoot: () => root });
  expect(hostOfFiles('a1', { inventory, host }).name).toBe(who);
});
