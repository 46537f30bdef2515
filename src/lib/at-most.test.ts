import { expect, it } from 'vitest';
import { atMost } from './at-most.ts';

it('works on no more at a time than told, and keeps the order', async () => {
  let [now, most] = [0, 0];
  const results = await atMost(3, [5, 1, 4, 2, 3], async (wait) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, wait));
    now -= 1;
    return wait * 2;
  });
  expect({ results, most }).toEqual({ results: [10, 2, 8, 4, 6], most: 3 });
});

it('begins nothing after a failure, and lets finish what is under way', async () => {
  const done: number[] = [];
  const failed = atMost(2, [1, 2, 3, 4], async (item) => {
    await new Promise((resolve) => setTimeout(resolve, item === 1 ? 1 : 10));
    if (item === 1) throw new Error('first');
    done.push(item);
  });
  await expect(failed).rejects.toThrow('first');
  expect(done).toEqual([2]);
});
