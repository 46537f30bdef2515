import { expect, it } from 'vitest';
import { simulatedHost } from '../../../io/hosts/simulated.ts';
import { reachedAt } from './reached-at.ts';

const host = simulatedHost('h1', new Map(), {
  programs: {
    hostname: async ({ print }) => {
      print('10.0.0.41 172.17.0.1 \n');
      return 0;
    },
  },
  network: new Map([['172.17.0.1:6001', () => ({ status: 200, text: '' })]]),
});

it.each([
  ['an address of its host, where it listens on any', '0.0.0.0', 6001, { host: '172.17.0.1', answers: true }],
  ['this one, where nothing answers', '', 6002, { host: '127.0.0.1', answers: false }],
  ['what is written', '10.0.0.9', 6001, { host: '10.0.0.9', answers: false }],
])('is %s', async (_what, written, port, found) => {
  expect(await reachedAt(host, { host: written, port })).toEqual({ ...found, port });
});
