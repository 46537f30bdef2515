import { describe, expect, it } from 'vitest';
import { inventorySchema } from '../../core/cluster/inventory.ts';
import {
  simulatedInventory,
  simulatedMember,
  simulatedSnapshot,
} from '../../core/cluster/simulated-cluster.ts';
import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import { pluginsCarried } from './plugins-carried.ts';
import { pluginsDiffer } from './plugins-differ.ts';
import { pluginsLeft } from './plugins-left.ts';

const plugin = (name: string, version: string, isAskedFor = false) => ({
  name,
  version,
  source: { from: 'index' } as const,
  entryPoints: [],
  isAskedFor,
});
const mock = plugin('backend-ai-accelerator-mock', '25.18.1');

function input(
  plugins: Readonly<Record<string, MemberSnapshot['plugins']>>,
  {
    decisions = {},
    environment = '/e/agent',
    hops = [{ from: '25.18.1', to: '25.19.2' }],
  }: {
    readonly decisions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly environment?: string;
    readonly hops?: readonly { readonly from: string; readonly to: string }[];
  } = {},
) {
  const ids = Object.keys(plugins);
  const inventory = simulatedInventory(
    ids.map((id) => ({ ...simulatedMember(id, 'agent'), plugins: { ...decisions[id] } })),
  );
  const components = ids.map((id, index) => ({
    id,
    component: 'agent',
    host: 'local',
    version: '25.18.1',
    environment: index === 0 ? '/e/agent-1' : environment,
    plugins: plugins[id],
  }));
  const snapshot = simulatedSnapshot({ components: components as unknown as MemberSnapshot[] });
  return { inventory, snapshot, hops, outages: 1, installedHead: undefined, proxyHead: undefined };
}

describe('what an environment holds beside its release', () => {
  const held = [mock, plugin('ipython', '8.1'), plugin('decorator', '5', true)];

  it('is told with what becomes of it', () => {
    expect(pluginsCarried.find(input({ a1: held }))).toEqual([
      {
        code: 'plugin.carried',
        severity: 'info',
        subject: 'a1',
        summary:
          'agent a1 on local: beside its release its environment has backend-ai-accelerator-mock 25.18.1, ipython 8.1; in 25.19.2 it is to have backend-ai-accelerator-mock 25.19.2, ipython 8.1',
        hint: expect.stringContaining('whether it also has what they ask for is told'),
      },
    ]);
  });

  it('is told where cluster.yaml leaves it, by any spelling of its name', () => {
    const decisions = { a1: { 'backend.ai_accelerator-mock': 'leave' } };
    const given = input({ a1: [mock] }, { decisions });
    expect(pluginsCarried.find(given).map(({ hint }) => hint)).toEqual([undefined]);
    expect(pluginsCarried.find(given).map(({ summary }) => summary)).toEqual([
      'agent a1 on local: beside its release its environment has backend-ai-accelerator-mock 25.18.1; in 25.19.2 it is to have none of them',
    ]);
    expect(pluginsLeft.find(given)).toEqual([
      {
        code: 'plugin.left',
        severity: 'info',
        subject: 'a1',
        summary:
          'agent a1 on local: cluster.yaml leaves backend-ai-accelerator-mock 25.18.1, and in 25.19.2 it is not to have it',
        hint: 'to bring it along, take its line out of "plugins" of a1 in cluster.yaml',
      },
    ]);
    expect(pluginsLeft.find(input({ a1: held }, { decisions: {} }))).toEqual([]);
  });

  it('is not said to be left where the release of an environment cannot be read', () => {
    const given = input({ a1: held });
    const [a1] = given.snapshot.components;
    const unread = { ...a1, version: undefined } as MemberSnapshot;
    const one = { ...given, snapshot: { ...given.snapshot, components: [unread] } };
    expect(pluginsLeft.find(one)).toEqual([]);
    expect(pluginsCarried.find(one)).toMatchObject([
      {
        summary: expect.stringMatching(
          /has backend-ai-accelerator-mock 25\.18\.1, ipython 8\.1; what comes along cannot be told, because the release/,
        ),
      },
    ]);
    expect(pluginsCarried.find(one)[0]).not.toHaveProperty('hint');
  });

  it.each([
    ['nothing is there', { a1: undefined }, {}],
    ['nothing is to be upgraded', { a1: [mock] }, { hops: [] }],
  ])('is not told where %s', (_what, plugins, more) => {
    expect(pluginsCarried.find(input(plugins, more))).toEqual([]);
    expect(pluginsLeft.find(input(plugins, more))).toEqual([]);
  });
});

describe('two members that will share an environment', () => {
  it.each<[string, object, object, string[]]>([
    ['hold the same', { a1: [mock], a2: [mock] }, {}, []],
    ['hold different things', { a1: [mock], a2: [] }, {}, ['a1, a2']],
    ['hold different versions', { a1: [mock], a2: [plugin(mock.name, '1.0')] }, {}, ['a1, a2']],
    [
      'are decided differently',
      { a1: [mock], a2: [mock] },
      { decisions: { a2: { [mock.name]: 'leave' } } },
      ['a1, a2'],
    ],
    [
      'come to the same by a decision',
      { a1: [mock], a2: [] },
      { decisions: { a1: { [mock.name]: 'leave' } } },
      [],
    ],
    ['will not share it after all', { a1: [mock], a2: [] }, { environment: '/other/agent' }, []],
  ])('that %s', (_what, plugins, more, subjects) => {
    const found = pluginsDiffer.find(input(plugins as never, more));
    expect(found.map(({ subject }) => subject)).toEqual(subjects);
    expect(found.every(({ severity }) => severity === 'blocker')).toBe(true);
  });
});

it.each([
  ['leave', true],
  ['25.19.2', true],
  ['1.4+site.1', true],
  ['/srv/wheels', true],
  ['wheels', false],
  ['', false],
  [25.19, false],
])('cluster.yaml takes "%s" as a decision: %s', (decision, isTaken) => {
  const inventory = simulatedInventory([simulatedMember('a1', 'agent')]);
  const components = inventory.components.map((each) => ({ ...each, plugins: { mock: decision } }));
  expect(inventorySchema.safeParse({ ...inventory, components }).success).toBe(isTaken);
});
