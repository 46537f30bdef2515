import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Notice } from '../../core/run/notice.ts';
import { deliver, waitAfter } from './deliver.ts';
import type { Hook } from './hook.ts';
import type { Sent } from './sent.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const notice = { id: 'n', event: 'run.begun' } as Notice;
const again: Sent = { kind: 'again', why: 'it answered 500' };
const taken: Sent = { kind: 'taken', how: 'answered 200' };

/** A hook that answers one after the other, the last one for ever; and when it was asked, in seconds. */
function answering(...answers: readonly [Sent, ...Sent[]]) {
  const begin = Date.now();
  const asked: number[] = [];
  let endsAt = Infinity;
  const [hurry, cut] = [new AbortController(), new AbortController()];
  const send: Hook['send'] = async () => {
    asked.push((Date.now() - begin) / 1000);
    return answers[Math.min(asked.length, answers.length) - 1] as Sent;
  };
  const hook: Hook = { name: 'chat', wants: () => true, send, retryForMs: 300_000 };
  const patience = {
    now: Date.now,
    random: () => 1,
    endsAt: () => endsAt,
    hurry: hurry.signal,
    signal: cut.signal,
  };
  const end = (graceMs: number): void => {
    endsAt = Date.now() + graceMs;
    hurry.abort();
  };
  return { asked, end, cut, delivered: deliver(hook, notice, patience) };
}

describe('a notice', () => {
  it('is tried again, each time after twice as long, until it is taken', async () => {
    const { asked, delivered } = answering(again, again, again, taken);
    await vi.runAllTimersAsync();
    expect(await delivered).toEqual({ kind: 'told', tries: 4 });
    expect(asked).toEqual([0, 1, 3, 7]);
  });

  it('that is refused is not tried again', async () => {
    const { asked, delivered } = answering({ kind: 'refused', why: 'it answered 404' });
    await vi.runAllTimersAsync();
    expect(await delivered).toEqual({ kind: 'gave-up', tries: 1, why: 'it answered 404' });
    expect(asked).toEqual([0]);
  });

  it('is given up after its time, and never waits for longer than a minute', async () => {
    const { asked, delivered } = answering(again);
    await vi.runAllTimersAsync();
    expect(await delivered).toMatchObject({ kind: 'gave-up', why: 'it answered 500' });
    expect(asked).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
  });

  it('comes when the other side says, not before', async () => {
    const { asked, delivered } = answering({ ...again, afterMs: 20_000 }, taken);
    await vi.runAllTimersAsync();
    expect(await delivered).toMatchObject({ kind: 'told' });
    expect(asked).toEqual([0, 20]);
  });

  it('waits for a second where the other side says at once, or names a time that has passed', async () => {
    const { asked, delivered } = answering({ ...again, afterMs: 0 }, { ...again, afterMs: 0 }, taken);
    await vi.runAllTimersAsync();
    expect(await delivered).toEqual({ kind: 'told', tries: 3 });
    expect(asked).toEqual([0, 1, 2]);
  });

  it('is given up at once where the other side asks for more time than there is', async () => {
    const { asked, delivered } = answering({ ...again, afterMs: 301_000 });
    await vi.runAllTimersAsync();
    expect(await delivered).toMatchObject({ kind: 'gave-up', tries: 1 });
    expect(asked).toEqual([0]);
  });

  it('that waits for another try is tried at once when the run ends', async () => {
    const { asked, delivered, end } = answering(again, again, again, taken);
    await vi.advanceTimersByTimeAsync(5_000);
    end(10_000);
    await vi.runAllTimersAsync();
    expect(await delivered).toEqual({ kind: 'told', tries: 4 });
    expect(asked).toEqual([0, 1, 3, 5]);
  });

  it('is not tried beyond the time that is left then', async () => {
    const { asked, delivered, end } = answering(again);
    await vi.advanceTimersByTimeAsync(5_000);
    end(10_000);
    await vi.runAllTimersAsync();
    expect(await delivered).toMatchObject({ kind: 'gave-up', why: 'it answered 500' });
    expect(asked).toEqual([0, 1, 3, 5, 13]);
  });

  it('is cut when no time is left', async () => {
    const { asked, delivered, cut } = answering({ ...again, afterMs: 100_000 });
    await vi.advanceTimersByTimeAsync(5_000);
    cut.abort();
    await vi.runAllTimersAsync();
    expect(await delivered).toMatchObject({ kind: 'gave-up' });
    expect(asked).toEqual([0, 5]);
  });
});

it('half of a wait is chance', () => {
  expect([1, 2, 3, 20].map((tries) => waitAfter(tries, 0))).toEqual([500, 1000, 2000, 30_000]);
  expect([1, 2, 3, 20].map((tries) => waitAfter(tries, 1))).toEqual([1000, 2000, 4000, 60_000]);
});
