import { describe, expect, it, vi } from 'vitest';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import { simulatedBegun } from '../../core/run/simulated-begun.ts';
import { holdWindow } from './hold-window.ts';
import type { Drive } from './port.ts';

type RunWindow = { seconds: number; wayBack: number };
const label = { step: '1.stop.m1', hop: 0, title: 'stop' };
const foreseen = (high: number) => ({
  from: '1',
  to: '2',
  predicted: 5,
  predictedRange: [4, high] as [number, number],
  parts: [],
  chain: [],
});

/** A run of two hops in a window of a minute, whose clock stands where it is put. */
function watched(window: RunWindow | null = { seconds: 60, wayBack: 10 }, before: readonly RunEvent[] = []) {
  const told: RunEvent[] = [];
  let seq = 0;
  const heard: RunEvent[] = [];
  const clock = { now: Date.parse('2026-01-01T00:00:00Z') };
  const append = async (fact: RunFact): Promise<RunEvent> => {
    seq += 1;
    const event = { seq, at: new Date(clock.now).toISOString(), run: 'r-1', ...fact };
    heard.push(event);
    return event;
  };
  const drive = {
    record: { append },
    asked: () => undefined,
    onEvent: (event: RunEvent) => told.push(event),
  } as unknown as Drive;
  const held = holdWindow(drive, before, () => clock.now);
  const say = async (fact: RunFact): Promise<void> => held.drive.onEvent(await append(fact));
  const begin = () =>
    say({
      ...simulatedBegun,
      predicted: 10,
      foreseen: { predictedRange: [8, 16], hops: [foreseen(8), foreseen(8)] },
      ...(window ? { window } : {}),
    });
  return { held, say, begin, clock, told, heard, kinds: () => told.map(({ kind }) => kind) };
}

describe('a run in a window', () => {
  it.each([
    ['goes on where the next hop fits with its way back', 42, false],
    ['stops between two hops where it does not', 43, true],
  ])('%s', async (_what, seconds, stops) => {
    const { held, say, begin, clock, kinds } = watched();
    await begin();
    await say({ kind: 'step.started', service: 'stopping', ...label });
    clock.now += seconds * 1000;
    await say({ kind: 'hop.finished', hop: 0 });
    await vi.waitFor(() => expect(kinds().includes('window.too-short')).toBe(stops));
    expect(held.drive.asked()?.what).toBe(stops ? 'pause' : undefined);
    held.end();
  });

  it('says why it stops, what is needed, and what is left', async () => {
    const { held, say, begin, clock, told } = watched();
    await begin();
    await say({ kind: 'step.started', service: 'stopping', ...label });
    clock.now += 43_000;
    await say({ kind: 'hop.finished', hop: 0 });
    expect(held.drive.asked()).toEqual({
      what: 'pause',
      who: 'baiup',
      why: 'the next hop no longer fits into the window',
      at: new Date(clock.now).toISOString(),
    });
    await vi.waitFor(() =>
      expect(told.at(-1)).toMatchObject({ kind: 'window.too-short', hop: 1, needed: 18, left: 17 }),
    );
    expect(told.map(({ kind }) => kind)).toEqual([
      'run.started',
      'step.started',
      'hop.finished',
      'window.too-short',
    ]);
    held.end();
  });

  it('has none of its window left once that is over', async () => {
    const { held, say, begin, clock, told } = watched();
    await begin();
    await say({ kind: 'step.started', service: 'stopping', ...label });
    clock.now += 90_000;
    await say({ kind: 'hop.finished', hop: 0 });
    await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ kind: 'window.too-short', left: 0 }));
    held.end();
  });

  it('that stopped nothing has all of its window', async () => {
    const { held, say, begin, clock } = watched();
    await begin();
    clock.now += 1e6;
    await say({ kind: 'hop.finished', hop: 0 });
    expect(held.drive.asked()).toBeUndefined();
    held.end();
  });

  it('is kept within it also by the process that goes on with it', async () => {
    const first = watched();
    await first.begin();
    await first.say({ kind: 'step.started', service: 'stopping', ...label });
    first.held.end();
    const { held, say, clock } = watched({ seconds: 60, wayBack: 10 }, first.heard);
    clock.now += 43_000;
    await say({ kind: 'hop.finished', hop: 0 });
    expect(held.drive.asked()?.who).toBe('baiup');
    held.end();
  });

  it('is not watched before it stops a service, nor between two hops', async () => {
    const { held, say, begin, kinds } = watched({ seconds: 10.02, wayBack: 10 });
    await begin();
    await say({ kind: 'step.started', ...label });
    await say({ kind: 'step.started', service: 'stopping', ...label });
    await say({ kind: 'hop.finished', hop: 1 });
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(kinds()).not.toContain('window.turn-passed');
    held.end();
  });

  it('never stops after the last hop, however late it is', async () => {
    const { held, say, begin, clock } = watched();
    await begin();
    await say({ kind: 'step.started', service: 'stopping', ...label });
    clock.now += 1e6;
    await say({ kind: 'hop.finished', hop: 1 });
    expect(held.drive.asked()).toBeUndefined();
    held.end();
  });

  it('says once that the last moment to turn round has passed, and goes on', async () => {
    const { held, say, begin, kinds } = watched({ seconds: 10.02, wayBack: 10 });
    await begin();
    await say({ kind: 'step.started', service: 'stopping', ...label });
    await say({ kind: 'step.started', service: 'stopping', ...label, step: '1.stop.a1' });
    await vi.waitFor(() => expect(kinds()).toContain('window.turn-passed'));
    expect(kinds().filter((kind) => kind === 'window.turn-passed')).toHaveLength(1);
    expect(held.drive.asked()).toBeUndefined();
    held.end();
  });

  it('says nothing more once it is going back', async () => {
    const { held, say, begin, kinds } = watched({ seconds: 10.05, wayBack: 10 });
    await begin();
    await say({ kind: 'step.started', service: 'stopping', ...label });
    await say({ kind: 'undo.started', why: 'failure', hops: [0], who: 'x' });
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(kinds()).not.toContain('window.turn-passed');
    held.end();
  });

  it('looks at nothing where no window was agreed', async () => {
    const { held, say, begin } = watched(null);
    await begin();
    const event = { seq: 9, run: 'r-1', kind: 'step.started', service: 'stopping', ...label } as const;
    const closed = Object.defineProperty({ ...event, at: '' }, 'at', {
      get: () => expect.unreachable('the run was followed'),
    });
    held.drive.onEvent(closed);
    await say({ kind: 'hop.finished', hop: 0 });
    expect(held.drive.asked()).toBeUndefined();
    held.end();
  });
});
