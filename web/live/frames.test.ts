import { describe, expect, it } from 'vitest';
import { inFrames } from './frames.ts';

/** A clock that only drawing and waiting move. */
function world(drawingMs: number) {
  const state = { now: 0, drawn: 0 };
  const due: { at: number; act: () => void }[] = [];
  const dirty = inFrames(
    () => {
      state.drawn += 1;
      state.now += drawingMs;
    },
    {
      now: () => state.now,
      soon: (act) => void due.push({ at: state.now + 16, act }),
      later: (act, ms) => void due.push({ at: state.now + ms, act }),
    },
  );
  const until = (time: number): void => {
    for (;;) {
      const next = due.filter(({ at }) => at <= time).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      due.splice(due.indexOf(next), 1);
      state.now = Math.max(state.now, next.at);
      next.act();
    }
    state.now = Math.max(state.now, time);
  };
  return { state, dirty, until };
}

describe('drawing in frames', () => {
  it('draws once for all that came before the next picture', () => {
    const { state, dirty, until } = world(1);
    for (let times = 0; times < 100; times += 1) dirty();
    until(50);
    expect(state.drawn).toBe(1);
  });

  it('draws what came after, too', () => {
    const { state, dirty, until } = world(1);
    dirty();
    until(20);
    dirty();
    until(400);
    expect(state.drawn).toBe(2);
  });

  it.each([2, 10, 30])(
    'takes a fifth of the time where drawing takes %d ms and events come without end',
    (ms) => {
      const { state, dirty, until } = world(ms);
      for (let at = 0; at < 10_000; at += 10) {
        until(at);
        dirty();
      }
      expect((state.drawn * ms) / 10_000).toBeLessThanOrEqual(0.21);
      expect(state.drawn).toBeGreaterThan(20);
    },
  );
});
