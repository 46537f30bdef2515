import { expect, it } from 'vitest';
import { observeSlots } from './observe-slots.ts';

it('joins what agents have and what etcd names, each with a unit that is one', async () => {
  const slots = await observeSlots({
    database: {
      slots: async () => ({
        slots: [
          { name: 'mem', count: 2, agents: ['a', 'b'] },
          { name: 'labgpu.device', count: 1, agents: ['b'] },
        ],
        registered: ['cpu', 'mem'],
      }),
    },
    configStore: {
      slots: async () => [
        { name: 'mem', type: 'bytes' },
        { name: 'atom.device', type: 'count' },
        { name: 'labgpu.device', type: 'unknown-unit' },
      ],
    },
  });
  expect(slots).toEqual({
    slots: [
      { name: 'atom.device', type: 'count', count: 0, agents: [] },
      { name: 'labgpu.device', type: 'count', count: 1, agents: ['b'] },
      { name: 'mem', type: 'bytes', count: 2, agents: ['a', 'b'] },
    ],
    registered: ['cpu', 'mem'],
  });
});
