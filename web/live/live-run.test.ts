import { describe, expect, it } from 'vitest';
import { advanceRun, reduceRun, snapshotOf } from '../../src/core/run/reduce.ts';
import type { RunDraft } from '../../src/core/run/run-draft.ts';
import {
  simulatedBeginning,
  simulatedEvents,
  simulatedHop,
} from '../../src/core/run/simulated-noticed-run.ts';
import type { Snapshot } from '../../src/ui/server/wire.ts';
import { LiveRun } from './live-run.ts';

const events = simulatedEvents([simulatedBeginning, ...simulatedHop(1), ...simulatedHop(2)]);

/** What the server sends of the run after so many events. */
function snapshot(seq: number): Snapshot {
  const draft = events.slice(0, seq).reduce<RunDraft | undefined>(advanceRun, undefined);
  if (!draft) throw new Error('a run begins with its first event');
  return JSON.parse(JSON.stringify({ run: 'r-1', seq, draft: snapshotOf(draft) }));
}

describe('a run that is followed', () => {
  it.each([1, 2, 7, events.length])('from event %d on is what the command line shows', (seq) => {
    const live = new LiveRun(snapshot(seq));
    live.advance(events.slice(seq));
    expect(JSON.stringify(live.view(0))).toBe(JSON.stringify(reduceRun(events)));
  });

  it('takes each event once, however often it comes', () => {
    const live = new LiveRun(snapshot(3));
    live.advance(events.slice(0, 9));
    live.advance(events.slice(4, 9));
    expect(live.seq).toBe(9);
    expect(JSON.stringify(live.view(0))).toBe(JSON.stringify(reduceRun(events.slice(0, 9))));
  });

  it('takes nothing from behind a gap, and says so', () => {
    const live = new LiveRun(snapshot(3));
    expect(live.advance([...events.slice(3, 5), ...events.slice(6)])).toBeUndefined();
    expect(live.seq).toBe(5);
    live.replace(snapshot(12));
    expect(live.advance(events.slice(12))).toEqual([]);
    expect(JSON.stringify(live.view(0))).toBe(JSON.stringify(reduceRun(events)));
  });
});
