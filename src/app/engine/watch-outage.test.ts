import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import {
  simulatedBeginning,
  simulatedHop,
  simulatedNoticedRun,
} from '../../core/run/simulated-noticed-run.ts';
import type { Drive } from './port.ts';
import { watchOutage } from './watch-outage.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const [stops = simulatedBeginning, ...restOfHop] = simulatedHop(1);
const slipped = { kind: 'outage.slipped', hop: 0, foreseen: 90 };

/** A run whose hops should be without service for 90 seconds at most. */
function watched(before: readonly RunEvent[] = [], write = async (): Promise<void> => undefined) {
  const told: RunEvent[] = [...before];
  const append = async (fact: RunFact): Promise<RunEvent> => {
    await write();
    const event = { seq: told.length + 1, at: new Date().toISOString(), run: 'r-1', ...fact };
    told.push(event);
    return event;
  };
  const heard: RunEvent[] = [];
  const { plan } = simulatedNoticedRun();
  const drive = {
    record: { append, plan },
    onEvent: (event: RunEvent) => heard.push(event),
  } as unknown as Drive;
  const watch = watchOutage(drive, before, Date.now);
  const say = async (...facts: RunFact[]): Promise<void> => {
    for (const fact of facts) watch.drive.onEvent(await append(fact));
  };
  const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);
  return {
    say,
    pass,
    told,
    heard,
    end: watch.end,
    late: () => heard.filter(({ kind }) => kind === 'outage.slipped'),
  };
}

describe('an outage', () => {
  it('that takes longer than foreseen at most is told once, and to whoever listens', async () => {
    const { say, pass, told, late, heard } = watched();
    await say(simulatedBeginning, stops);
    await pass(89);
    expect(late()).toEqual([]);
    await pass(2);
    expect(late()).toMatchObject([slipped]);
    expect(told.slice(-1)).toEqual(heard.slice(-1));
    await pass(500);
    expect(late()).toHaveLength(1);
  });

  it('that ends in time is not told of, however long the proof takes', async () => {
    const { say, pass, late } = watched();
    await say(simulatedBeginning, stops);
    await pass(60);
    await say(...restOfHop.slice(0, 7));
    await pass(500);
    expect(late()).toEqual([]);
  });

  it('that goes back is told of in other ways', async () => {
    const { say, pass, late } = watched();
    await say(simulatedBeginning, stops, { kind: 'undo.started', why: 'failure', hops: [0], who: 'x' });
    await pass(500);
    expect(late()).toEqual([]);
  });

  it('that an earlier process began is timed from then, and told of once', async () => {
    const first = watched();
    await first.say(simulatedBeginning, stops);
    first.end();
    await first.pass(80);
    const second = watched(first.told);
    await second.pass(11);
    expect(second.late()).toMatchObject([slipped]);
    second.end();
    const third = watched(second.told);
    await third.pass(500);
    expect(third.late()).toEqual([]);
  });

  it('is no longer watched once the drive has ended, and a journal that takes no more is no matter', async () => {
    const { say, pass, late, end } = watched();
    await say(simulatedBeginning, stops);
    end();
    await pass(500);
    expect(late()).toEqual([]);
    let isFull = false;
    const full = watched([], async () => {
      if (isFull) throw new Error('the disk is full');
    });
    await full.say(simulatedBeginning, stops);
    isFull = true;
    await full.pass(500);
    expect(full.late()).toEqual([]);
  });
});
