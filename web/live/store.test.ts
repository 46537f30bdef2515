import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/run/event.ts';
import { advanceRun, snapshotOf } from '../../src/core/run/reduce.ts';
import type { RunDraft } from '../../src/core/run/run-draft.ts';
import type { PlanAnswer, Snapshot } from '../../src/ui/server/wire.ts';
import { simulatedFleet } from '../parts/simulated-fleet.ts';
import { Store } from './store.ts';
import type { Source } from './stream.ts';

const fleet = simulatedFleet(2);
const events = fleet.eventsFrom(Date.parse('2026-11-29T02:00:00Z'), 100);

function snapshot(seq: number, run = 'r-1'): Snapshot {
  const draft = events.slice(0, seq).reduce<RunDraft | undefined>(advanceRun, undefined);
  if (!draft) throw new Error('a run begins with its first event');
  return JSON.parse(JSON.stringify({ run, seq, draft: snapshotOf(draft) }));
}

/** A store whose pictures are drawn at once, and a server that a test speaks for. */
function world() {
  const opened: string[] = [];
  let heard = new Map<string, (data: unknown, id: string) => void>();
  const open = (path: string): Source => {
    opened.push(path);
    heard = new Map();
    return {
      listen: (event, act) => void heard.set(event, act),
      onOpen: () => undefined,
      onTrouble: () => undefined,
      close: () => undefined,
    };
  };
  const asked: string[] = [];
  const store = new Store({
    wires: { open, every: () => () => undefined, now: () => 0 },
    clockwork: { now: () => 0, soon: (act) => act(), later: (act) => act() },
    planOf: async (run) => {
      asked.push(run);
      return { file: null, plan: fleet.plan, receipt: null } satisfies PlanAnswer;
    },
  });
  const say = (event: string, data: unknown, id = ''): void => heard.get(event)?.(data, id);
  const tell = (news: readonly RunEvent[]): void => say('events', news, `${news.at(-1)?.seq}`);
  return { store, opened, asked, say, tell };
}

const soon = (): Promise<void> => new Promise((done) => setTimeout(done));

describe('what the page knows', () => {
  it('is what its driver says, and no other run’s', async () => {
    const { store, say } = world();
    store.follow('r-1');
    say('snapshot', snapshot(3), '3');
    say('lines', ['✓ Stop m1', '… waits for m1']);
    expect(store.model.run?.lines).toEqual(['✓ Stop m1', '… waits for m1']);
    store.follow('r-2');
    say('snapshot', snapshot(3, 'r-2'), '3');
    expect(store.model.run?.lines).toEqual([]);
  });

  it('is a run from its snapshot on, with its plan, event by event', async () => {
    const { store, say, tell, asked } = world();
    store.follow('r-1');
    say('snapshot', snapshot(3), '3');
    await soon();
    expect(asked).toEqual(['r-1']);
    tell(events.slice(3, 10));
    expect(store.model.run?.live.seq).toBe(10);
    expect(store.model.run?.live.progress?.tallies[0]?.counts).toMatchObject({ done: 3 });
    expect(store.model.run?.answer?.plan.id).toBe(fleet.plan.id);
  });

  it('is asked for anew where an event is missing, and reads the plan no second time', async () => {
    const { store, say, tell, opened, asked } = world();
    store.follow('r-1');
    say('snapshot', snapshot(3), '3');
    await soon();
    tell(events.slice(5, 8));
    expect(opened).toEqual(['/api/stream?run=r-1', '/api/stream?run=r-1']);
    say('snapshot', snapshot(12), '12');
    tell(events.slice(12, 14));
    expect(store.model.run?.live.seq).toBe(14);
    expect(asked).toEqual(['r-1']);
  });

  it('forgets the run before, once another one is followed', async () => {
    const { store, say } = world();
    store.follow('r-1');
    say('snapshot', snapshot(3), '3');
    say('gone', { error: { code: 'run.gone', message: 'its folder was removed' } });
    expect(store.model.run?.gone?.code).toBe('run.gone');
    store.follow('r-2');
    expect(store.model.run).toBeUndefined();
    say('snapshot', snapshot(5, 'r-2'), '5');
    expect(store.model.run).toMatchObject({ gone: undefined, live: { run: 'r-2' } });
  });

  it('says what people are told, and nothing of phases', async () => {
    const { store, say, tell } = world();
    store.follow('r-1');
    say('snapshot', snapshot(1), '1');
    await soon();
    tell(events.slice(1, 3));
    expect(store.model.said).toBeUndefined();
    const stop = events.findIndex((event) => event.kind === 'step.started' && event.service === 'stopping');
    tell(events.slice(3, stop + 1));
    expect(store.model.said?.event).toBe('stop.begun');
  });
});
