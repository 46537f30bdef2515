import { expect, it, vi } from 'vitest';
import { eventStream, frame } from './sink.ts';

const megabyte = frame('events', JSON.stringify('x'.repeat(1_000_000)), '7');

it('lets go of a reader who takes nothing, once', () => {
  const onEnd = vi.fn();
  const { sink } = eventStream(onEnd);
  for (let n = 0; n < 4; n += 1) sink.send(megabyte);
  expect(onEnd).not.toHaveBeenCalled();
  for (let n = 0; n < 4; n += 1) sink.send(megabyte);
  sink.end();
  expect(onEnd).toHaveBeenCalledTimes(1);
});

it('keeps a reader whose snapshot is larger than what others may be behind', async () => {
  const onEnd = vi.fn();
  const { sink, answer } = eventStream(onEnd);
  sink.send(megabyte.repeat(8));
  const reader = answer.body?.getReader();
  for (let size = 0; size < 8_000_000; ) size += (await reader?.read())?.value?.length ?? 0;
  sink.send(megabyte);
  expect(onEnd).not.toHaveBeenCalled();
  await reader?.cancel();
  expect(onEnd).toHaveBeenCalledTimes(1);
});

it('writes an event with its id, in lines', () => {
  expect(frame('events', '[]', '3')).toBe('event: events\nid: 3\ndata: []\n\n');
  expect(frame('beat', '{}')).toBe('event: beat\ndata: {}\n\n');
});
