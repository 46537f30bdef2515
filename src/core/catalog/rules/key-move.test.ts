import { describe, expect, it } from 'vitest';
import { movesFor, prefixOf } from './key-move.ts';

const overlay = { move: 'config/network/overlay/', to: ['config/plugins/network/overlay/'] };
const groups = { move: 'sgroup/{group}/', to: ['nodes/agents/{agent}/'] };
const agents = [
  { agent: 'i-a', group: 'default' },
  { agent: 'i-b', group: 'default' },
  { agent: 'i-c', group: 'gpu pool' },
];

describe('keys that a rule has moved', () => {
  it('are looked for below a prefix that is the same on every cluster', () => {
    expect([overlay, groups].map(prefixOf)).toEqual(['config/network/overlay/', 'sgroup/']);
  });

  it.each([
    [overlay, ['config/network/overlay/mtu'], [overlay]],
    [overlay, ['config/network/overlayed', 'config/network/subnet/agent'], []],
    [
      groups,
      ['sgroup/default/config/plugins/cuda', 'sgroup/default/volumes'],
      [{ move: 'sgroup/default/', to: ['nodes/agents/i-a/', 'nodes/agents/i-b/'] }],
    ],
    [groups, ['sgroup/gpu%20pool/x'], [{ move: 'sgroup/gpu%20pool/', to: ['nodes/agents/i-c/'] }]],
    [groups, ['sgroup/nobody/x', 'sgroup/stray'], []],
    [groups, ['sgroup/100%/x'], []],
  ])('%j with %j', (rule, keys, moves) => {
    expect(movesFor(rule, keys, agents)).toEqual(moves);
  });
});
