import { describe, expect, it } from 'vitest';
import { type ProofGround, proofPlaces } from './proof-place.ts';

const wanted = { scalingGroup: 'default', architecture: 'x86_64' };
const agent = (id: string, group: string, more: Partial<ProofGround['agents'][number]> = {}) => ({
  id,
  group,
  architecture: 'x86_64',
  takes: true,
  ...more,
});
const group = (name: string, more: Partial<ProofGround['groups'][number]> = {}) => ({
  name,
  active: true,
  domain: 'default',
  project: 'default',
  ...more,
});
const ground = (more: Partial<ProofGround>): ProofGround => ({
  groups: [group('default'), group('gpu', { project: 'vision' })],
  agents: [agent('i-1', 'default'), agent('i-2', 'gpu'), agent('i-3', 'gpu')],
  architectures: ['x86_64'],
  most: undefined,
  ...more,
});
const by = { domain: 'default', project: 'default', architecture: 'x86_64' };

describe('where sessions are started', () => {
  it('is each resource group that has agents, as a project that may use it', () => {
    expect(proofPlaces(ground({}), wanted, 'group')).toEqual({
      tried: [
        { group: 'default', ...by },
        { group: 'gpu', ...by, project: 'vision' },
      ],
      untried: [],
    });
  });

  it('is each agent that takes sessions, where that was asked for', () => {
    const agents = [agent('i-1', 'default'), agent('i-2', 'gpu'), agent('i-3', 'gpu', { takes: false })];
    const { tried, untried } = proofPlaces(ground({ agents }), wanted, 'agent');
    expect(tried.map((place) => [place.group, place.agent])).toEqual([
      ['default', 'i-1'],
      ['gpu', 'i-2'],
    ]);
    expect(untried).toEqual([
      { group: 'gpu', agent: 'i-3', why: 'no agent of it is alive and takes sessions' },
    ]);
  });

  it.each<[string, Partial<ProofGround>, string]>([
    [
      'that is not active',
      { groups: [group('default'), group('gpu', { active: false })] },
      'the resource group is not active',
    ],
    [
      'whose agents are all away',
      { agents: [agent('i-1', 'default'), agent('i-2', 'gpu', { takes: false })] },
      'no agent of it is alive and takes sessions',
    ],
    [
      'of agents that the image is not for',
      { agents: [agent('i-1', 'default'), agent('i-2', 'gpu', { architecture: 'aarch64' })] },
      'the image of the proof is not there for aarch64',
    ],
    [
      'that no project may use',
      { groups: [group('default'), group('gpu', { domain: null, project: null })] },
      'no project may use the resource group',
    ],
  ])('is no group %s', (_what, more, why) => {
    const { tried, untried } = proofPlaces(ground(more), wanted, 'group');
    expect(tried.map((place) => place.group)).toEqual(['default']);
    expect(untried).toEqual([{ group: 'gpu', why }]);
  });

  it('is a group of another architecture, where the image is there for it', () => {
    const agents = [agent('i-1', 'default'), agent('i-2', 'gpu', { architecture: 'aarch64' })];
    const { tried } = proofPlaces(ground({ agents, architectures: ['aarch64', 'x86_64'] }), wanted, 'group');
    expect(tried.at(-1)).toMatchObject({ group: 'gpu', architecture: 'aarch64' });
  });

  it.each(['group', 'agent'] as const)('is always the group that the cluster’s file names (%s)', (each) => {
    const nothing = ground({ groups: [], agents: [], architectures: [] });
    expect(proofPlaces(nothing, wanted, each)).toEqual({
      tried: [{ group: 'default', architecture: 'x86_64' }],
      untried: [],
    });
    const nobodys = ground({ groups: [group('default', { domain: null, project: null })] });
    expect(proofPlaces(nobodys, wanted, each).tried[0]).toMatchObject({ group: 'default' });
  });
});
