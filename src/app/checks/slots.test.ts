import { describe, expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { simulatedSnapshot } from '../../core/cluster/simulated-cluster.ts';
import { type Slots, withSlotsOfPlugins } from '../../core/cluster/slots.ts';
import type { CheckInput } from './check.ts';
import { slotsAdded } from './slots-added.ts';
import { slotsUnknown } from './slots-unknown.ts';
import { withFix } from './with-fix.ts';

const makes = [{ from: '25.19.2', to: '26.02.5', route: { run: ['4b7b4b040a70'] } }];
const cpu = { name: 'cpu', type: 'count', count: 3, agents: ['i-1', 'i-npu-1', 'i-mig-1'] };
const lab = { name: 'labgpu.device', type: 'count', count: 1, agents: ['i-npu-1'] };
const mig = { name: 'cuda.device:3g.20gb-mig', type: 'unique', count: 12, agents: ['i-mig-1', 'i-mig-2'] };
const seed = { name: 'atom-plus.device', type: 'count', count: 1, agents: ['i-npu-1'] };
const latent = { name: 'new.device', type: 'count', count: 0, agents: [] };

function input(slots: Slots, hops: CheckInput['hops'] = []): CheckInput {
  const nothing = {
    inventory: {} as Inventory,
    outages: hops.length,
    installedHead: 'x',
    proxyHead: undefined,
  };
  return { ...nothing, snapshot: simulatedSnapshot({ slots }), hops };
}

describe('a cluster whose table of slots is there', () => {
  const given = input({ slots: [cpu, lab, mig], registered: ['cpu'] });

  it('names the slots that it lacks, and the agents that have no capacity for it', () => {
    const [finding] = slotsUnknown.find(given);
    expect(finding).toMatchObject({
      severity: 'warning',
      summary:
        'the table resource_slot_types lacks labgpu.device, cuda.device:3g.20gb-mig: every heartbeat of i-npu-1, i-mig-1, i-mig-2 fails, and they get no capacity',
      detail: 'labgpu.device of i-npu-1; cuda.device:3g.20gb-mig of i-mig-1, i-mig-2 and 10 more',
    });
    expect(finding && withFix(slotsUnknown, finding, given).hint).toMatch(
      /^baiup check --fix agent.slots-unknown .*INSERT INTO resource_slot_types .*\('cuda.device:3g.20gb-mig', 'unique'\)/,
    );
    expect(slotsUnknown.fix?.make(given, '')).toMatchObject({
      kind: 'sql',
      statements: [{ sql: expect.stringContaining("VALUES ('labgpu.device', 'count'), (") }],
    });
    expect(slotsAdded.find({ ...given, hops: makes })).toEqual([]);
  });

  it.each<[string, Slots, number]>([
    ['tells of one that only etcd names', { slots: [latent], registered: [] }, 1],
    ['is content where all are there', { slots: [cpu, lab], registered: ['cpu', 'labgpu.device'] }, 0],
    [
      'can do nothing for a name that no column takes',
      { slots: [{ ...lab, name: 'x'.repeat(65) }], registered: [] },
      0,
    ],
  ])('%s', (_what, slots, count) => {
    expect(slotsUnknown.find(input(slots))).toHaveLength(count);
  });
});

describe('a cluster whose table of slots comes with a hop', () => {
  it('is told what the plan adds, of agents in any state and of etcd, beside what the migration has itself', () => {
    const given = input({ slots: [cpu, lab, mig, seed, latent] }, makes);
    expect(slotsUnknown.find(given)).toEqual([]);
    const [finding] = slotsAdded.find(given);
    expect(finding).toMatchObject({
      severity: 'info',
      summary: expect.stringContaining('the hop to 26.02.5'),
    });
    expect(finding?.detail).toContain('new.device, which no agent has yet');
    expect(finding?.detail).not.toContain('atom-plus');
    expect(finding?.detail).toContain("('cuda.device:3g.20gb-mig', 'unique')");
  });

  it.each<[string, Slots, CheckInput['hops']]>([
    ['there is no such hop', { slots: [lab] }, [{ from: '25.18.1', to: '25.19.2', route: { run: [] } }]],
    ['the migration has them all', { slots: [cpu, seed] }, makes],
  ])('is told nothing where %s', (_what, slots, hops) => {
    expect(slotsAdded.find(input(slots, hops))).toEqual([]);
  });
});

it('slots that plugins will bring are told before any agent has them', () => {
  const plugin = { slots: [lab, { name: 'gaudi3.device', type: 'count' }] };
  const slots = withSlotsOfPlugins({ slots: [cpu, lab] }, [
    { plugins: [plugin, {}] },
    { plugins: [plugin] },
    {},
  ]);
  expect(slots.slots.map(({ name, count }) => [name, count])).toEqual([
    ['cpu', 3],
    ['gaudi3.device', 0],
    ['labgpu.device', 1],
  ]);
  const [finding] = slotsAdded.find(input(slots, makes));
  expect(finding?.detail).toContain("('gaudi3.device', 'count')");
});
