import { expect, it } from 'vitest';
import { simulatedHost } from '../../hosts/simulated.ts';
import { oneDecides } from './one-decides.ts';

const here = () => simulatedHost('here', new Map());

it('of many, one tries and the others do what it found', async () => {
  const machine = here();
  let found: string | undefined;
  let tries = 0;
  const find = async (): Promise<string> => {
    if (found !== undefined) return found;
    tries += 1;
    await Promise.resolve();
    found = 'locked';
    return found;
  };
  const question = { key: 'manager', isDecided: async () => found !== undefined };
  const all = Array.from({ length: 100 }, () => oneDecides(machine, question, find));
  expect(new Set(await Promise.all(all))).toEqual(new Set(['locked']));
  expect(tries).toBe(1);
});

it('where the one that tries fails, the next tries', async () => {
  const machine = here();
  let tries = 0;
  let isDecided = false;
  const find = async (): Promise<number> => {
    tries += 1;
    const mine = tries;
    await Promise.resolve();
    if (mine === 1) throw new Error('its host is lost');
    isDecided = true;
    return mine;
  };
  const question = { key: 'agent', isDecided: async () => isDecided };
  const [first, second] = await Promise.allSettled([1, 2].map(() => oneDecides(machine, question, find)));
  expect(first).toMatchObject({ status: 'rejected' });
  expect(second).toEqual({ status: 'fulfilled', value: 2 });
});
