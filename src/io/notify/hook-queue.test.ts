import { expect, it } from 'vitest';
import type { Notice } from '../../core/run/notice.ts';
import type { Delivered } from './deliver.ts';
import { hookQueue } from './hook-queue.ts';

const notice = (id: number): Notice => ({ id: String(id), event: 'phase.begun' }) as Notice;

/** A queue to a hook that takes each notice once it is let; what it was sent, and what became of each. */
function queued() {
  const sent: string[] = [];
  const ended: [string, Delivered][] = [];
  const takes: (() => void)[] = [];
  const cut = new AbortController();
  const queue = hookQueue(
    {
      name: 'chat',
      wants: () => true,
      retryForMs: 1_000,
      send: ({ id }) => {
        sent.push(id);
        return new Promise((resolve) => takes.push(() => resolve({ kind: 'taken', how: 'answered 200' })));
      },
    },
    { now: Date.now, random: () => 0, endsAt: () => Infinity, hurry: cut.signal, signal: cut.signal },
    async ({ id }, delivered) => void ended.push([id, delivered]),
  );
  const take = async (): Promise<void> => {
    await expect.poll(() => takes.length).toBe(1);
    takes.shift()?.();
  };
  return { queue, sent, ended, take, cut };
}

it('a hook is told one thing after the other', async () => {
  const { queue, sent, take } = queued();
  for (const id of [1, 2, 3]) queue.put(notice(id));
  await take();
  await take();
  await expect.poll(() => sent).toEqual(['1', '2', '3']);
});

it('of many that wait, the oldest is given up', async () => {
  const { queue, ended } = queued();
  for (let id = 1; id <= 103; id += 1) queue.put(notice(id));
  const gaveUp = { kind: 'gave-up', tries: 0, why: '100 newer ones waited' };
  await expect.poll(() => ended).toEqual([1, 2, 3].map((id) => [String(id), gaveUp]));
});

it('what waits when no time is left is given up, and the queue is idle then', async () => {
  const { queue, ended, cut } = queued();
  for (const id of [1, 2]) queue.put(notice(id));
  cut.abort();
  await queue.idle();
  expect(ended.map(([, { kind }]) => kind)).toEqual(['gave-up', 'gave-up']);
  queue.put(notice(3));
  await queue.idle();
  expect(ended).toHaveLength(3);
});
