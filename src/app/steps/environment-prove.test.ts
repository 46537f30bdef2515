import { describe, expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import type { HeldPackage } from '../../core/components/plugins-among.ts';
import { environmentProve } from './environment-prove.ts';
import { simulatedContext } from './simulated-context.ts';
import { simulatedState } from './simulated-state.ts';

const inventory = {
  components: [
    { id: 'm1', component: 'manager', host: 'local', config: '/c', workdir: '/w' },
    { id: 'a1', component: 'agent', host: 'local', config: '/a', agent: { id: 'i1', varBase: '/var' } },
  ],
} as unknown as Inventory;

const held = (name: string, group: string, point: string): HeldPackage => ({
  name,
  version: '1.0',
  requires: [],
  source: { from: 'index' },
  entryPoints: [{ group, name: point }],
});
const mock = held('mock', 'backendai_accelerator_v21', 'mock');
const agent = held('backend-ai-agent', 'backendai_cli_v10', 'ag');
const manager = held('backend-ai-manager', 'backendai_cli_v10', 'mgr');

const prove = async (
  packages: Readonly<Record<string, readonly HeldPackage[] | undefined>>,
  more: object = {},
) => {
  const read: string[] = [];
  const context = {
    ...simulatedContext('/run', inventory, simulatedState({ environment: '/e/new' })),
    heldIn: async (_host: string, folder: string) => {
      read.push(folder);
      return packages[folder];
    },
  };
  const members = [
    { member: 'm1', from: '/e/old' },
    { member: 'a1', from: '/e/old' },
  ];
  const given = environmentProve.params.parse({ hop: 1, version: '2', members, ...more });
  return { told: await environmentProve.apply(given, context, 'todo'), read };
};

describe('environment.prove', () => {
  it('counts entry points by component, and reads an environment that members share once', async () => {
    const { told, read } = await prove({ '/e/old': [manager, agent], '/e/new': [manager, agent, mock] });
    expect(told).toEqual({
      counts: [
        { component: 'manager', before: 2, after: 3 },
        { component: 'agent', before: 2, after: 3 },
      ],
      lost: [],
      explained: [],
      unread: [],
    });
    expect(read.sort()).toEqual(['/e/new', '/e/old']);
  });

  it('names each that is gone, with its package and member', async () => {
    await expect(prove({ '/e/old': [mock], '/e/new': [agent] })).rejects.toMatchObject({
      code: 'prove.entry-points',
      message: expect.stringContaining(
        'm1 has lost mock (backendai_accelerator_v21), which mock 1.0 had; a1 has lost mock',
      ),
      hint: expect.stringContaining('--accept prove.entry-points'),
    });
  });

  it('tells what the operator accepts', async () => {
    const { told } = await prove({ '/e/old': [mock], '/e/new': [] }, { accepted: true });
    expect(told).toMatchObject({ lost: [{ member: 'm1' }, { member: 'a1' }] });
  });

  it('tells whose environment could not be read before, and fails where the new one cannot', async () => {
    expect((await prove({ '/e/new': [mock] })).told).toMatchObject({ counts: [], unread: ['m1', 'a1'] });
    await expect(prove({ '/e/old': [mock] })).rejects.toThrow('its Python does not run');
  });
});
