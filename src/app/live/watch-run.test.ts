import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import { draftOf, runView } from '../../core/run/reduce.ts';
import { simulatedBegun } from '../../core/run/simulated-begun.ts';
import { damagedRun } from '../../io/journal/damage.ts';
import type { Driver } from '../../io/journal/port.ts';
import { type News, type RunWatch, watchRun } from './watch-run.ts';

const at = (seq: number, fact: RunFact, second = seq): RunEvent => ({
  ...{ seq, at: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(), run: 'r-1' },
  ...fact,
});
const begun = at(1, simulatedBegun);
const resumed = (seq: number): RunEvent => at(seq, { kind: 'run.resumed', who: 'x' });

interface Watched {
  readonly told: News[];
  readonly watch: RunWatch;
  readonly run: { events: RunEvent[]; isThere: boolean; driver: Driver | undefined; damage?: string };
}

async function watched(events: RunEvent[], act: (all: Watched) => Promise<void>): Promise<void> {
  const run: Watched['run'] = { events, isThere: true, driver: undefined };
  const reader = {
    name: 'r-1',
    driver: async () => run.driver,
    isThere: async () => run.isThere,
    lookAgain: (everyMs: number) => delay(everyMs),
    events: async (after = 0) => {
      if (run.damage !== undefined) throw damagedRun('r-1', { why: run.damage });
      return run.events.slice(after);
    },
  };
  const told: News[] = [];
  const leave = new AbortController();
  const watch = await watchRun(reader, (news) => told.push(news), leave.signal);
  try {
    await act({ told, watch, run });
  } finally {
    leave.abort();
    await watch.ended;
  }
}

const until = async (isSo: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 100 && !isSo(); tries += 1) await delay(20);
  expect(isSo()).toBe(true);
};

it('tells what comes, and answers who asks for what came since a place', async () => {
  await watched([begun, resumed(2)], async ({ told, watch, run }) => {
    expect(watch.place()).toEqual({ seq: 2, mark: '' });
    run.events = [...run.events, resumed(3), resumed(4)];
    await until(() => told.length > 0);
    expect(told).toEqual([{ kind: 'events', events: [resumed(3), resumed(4)], place: { seq: 4, mark: '' } }]);
    expect(watch.since({ seq: 3, mark: '' })).toEqual([resumed(4)]);
    expect(watch.since({ seq: 4, mark: '' })).toEqual([]);
    expect(watch.since({ seq: 5, mark: '' })).toBeUndefined();
    const snapshot = watch.snapshot();
    expect(snapshot && runView(draftOf(snapshot)).who).toBe('x');
  });
});

it('says that all is to be read again of a journal that was begun anew, also where it is longer now', async () => {
  await watched([begun, resumed(2)], async ({ told, watch, run }) => {
    const salvaged = at(2, { kind: 'run.salvaged', who: 'x', why: 'line 2', kept: 'k' }, 9);
    run.events = [begun, salvaged, resumed(3)];
    await until(() => told.length > 0);
    expect(told).toEqual([{ kind: 'anew' }]);
    const mark = String(Date.parse(salvaged.at));
    expect(watch.place()).toEqual({ seq: 3, mark });
    expect(watch.since({ seq: 2, mark: '' })).toBeUndefined();
    expect(watch.since({ seq: 2, mark })).toEqual([resumed(3)]);
  });
});

it.each<[string, (run: Watched['run']) => void, string]>([
  [
    'removed',
    (run) => {
      run.events = [];
      run.isThere = false;
    },
    'run.removed',
  ],
  [
    'damaged',
    (run) => {
      run.damage = 'line 2 was changed after it was written';
    },
    'run.damaged',
  ],
])('says that a run is gone that was %s, once', async (_what, harm, code) => {
  await watched([begun, resumed(2)], async ({ told, watch, run }) => {
    harm(run);
    await until(() => told.length > 0);
    await watch.ended;
    expect(told.map((news) => (news.kind === 'gone' ? news.why.code : news.kind))).toEqual([code]);
  });
});

it('tells who drives it', async () => {
  await watched([begun], async ({ told, watch, run }) => {
    const driver: Driver = { who: 'ana', host: 'h', pid: 7, since: '', life: 'alive' };
    run.driver = driver;
    await until(() => told.length > 0);
    expect(told).toEqual([{ kind: 'driver', driver }]);
    expect(watch.driver()).toEqual(driver);
  });
});
