import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import { noticesOf } from '../../core/run/notices-of.ts';
import {
  simulatedBeginning,
  simulatedHop,
  simulatedNoticedRun,
} from '../../core/run/simulated-noticed-run.ts';
import type { Hook } from '../../io/notify/hook.ts';
import type { Sent } from '../../io/notify/sent.ts';
import { tellHooks } from './tell-hooks.ts';

const facts: readonly RunFact[] = [
  simulatedBeginning,
  ...simulatedHop(1),
  ...simulatedHop(2),
  { kind: 'run.finished', state: 'done' },
];
const taken: Sent = { kind: 'taken', how: 'answered 200' };
/** Takes it, and notes that. */
function taking(got: string[], what: string): Sent {
  got.push(what);
  return taken;
}
const times = { now: Date.now, random: () => 0, graceMs: 50 };

let events: RunEvent[];
let shown: RunEvent[];
beforeEach(() => {
  events = [];
  shown = [];
});

const append = async (fact: RunFact): Promise<RunEvent> => {
  const event = { seq: events.length + 1, at: '2026-01-01T00:00:00.000Z', run: 'r-1', ...fact };
  events.push(event);
  return event;
};
const record = { ...simulatedNoticedRun(), append, examine: async () => ({ events: [...events] }) };

const hook = (send: Hook['send'], more: Partial<Hook> = {}): Hook => ({
  name: 'chat',
  wants: () => true,
  send,
  retryForMs: 60_000,
  ...more,
});
const tell = (...hooks: Hook[]) => tellHooks(hooks, record, (event) => shown.push(event), times);
const kinds = () => shown.map(({ kind }) => kind);

/** Ids of all that is told of the run. */
async function everything(): Promise<string[]> {
  const own = events.filter(({ kind }) => !kind.startsWith('hook.'));
  return own.flatMap(noticesOf(record)).map(({ id }) => id);
}

describe('hooks of a run', () => {
  it('are told what they want of what happens, in order, and the journal says so', async () => {
    const got: string[] = [];
    const telling = tell(
      hook(async ({ event }) => taking(got, event), { wants: (event) => event.startsWith('run.') }),
    );
    for (const fact of facts) telling.hear(await append(fact));
    await telling.end();
    expect(got).toEqual(['run.begun', 'run.finished']);
    expect(shown).toMatchObject([
      { kind: 'hook.told', hook: 'chat', notice: 'run-id.1.run.begun', event: 'run.begun', tries: 1 },
      { kind: 'hook.told', hook: 'chat', event: 'run.finished' },
    ]);
    expect(events).toEqual(expect.arrayContaining(shown));
  });

  it('that refuse, or fail in a way that nobody foresaw, are given up at once, and the journal says why', async () => {
    const refusing = hook(async () => ({ kind: 'refused', why: 'it answered 404' }));
    const throwing = hook(() => Promise.reject(new Error('a bug')), { name: 'page' });
    const telling = tell(refusing, throwing);
    telling.hear(await append({ ...simulatedBeginning, window: undefined } as never));
    await telling.end();
    expect(shown).toMatchObject([
      { kind: 'hook.gave-up', hook: 'chat', why: 'it answered 404' },
      { kind: 'hook.gave-up', hook: 'page', why: 'a bug' },
    ]);
  });

  it('that hang are left at the end, and each thing that they were not told is in the journal', async () => {
    const hanging = hook((_notice, signal) => untilCut(signal));
    const telling = tell(hanging);
    for (const fact of facts) telling.hear(await append(fact));
    await telling.end();
    expect(kinds()).toEqual((await everything()).map(() => 'hook.gave-up'));
    const notTold = shown.flatMap((event) => (event.kind === 'hook.gave-up' ? [event.notice] : []));
    expect(new Set(notTold)).toEqual(new Set(await everything()));
  });

  it('do not disturb a run whose journal takes no more', async () => {
    const broken = { ...record, append: () => Promise.reject(new Error('the disk is full')) };
    const got: string[] = [];
    const telling = tellHooks(
      [hook(async ({ event }) => taking(got, event))],
      broken,
      () => undefined,
      times,
    );
    telling.hear(await append(simulatedBeginning));
    await telling.end();
    expect(got).toEqual(['window.planned', 'run.begun']);
  });

  it.each(Array.from({ length: facts.length }, (_each, index) => [index + 1]))(
    'have everything at least once, by the same ids, if the driver is killed after event %i',
    async (killedAfter) => {
      const got: string[] = [];
      const take = hook(async ({ id }) => taking(got, id));
      let isDead = false;
      const first = tell(
        hook(async (notice, signal) => (isDead ? new Promise(() => undefined) : take.send(notice, signal))),
      );
      for (const fact of facts.slice(0, killedAfter - 1)) {
        first.hear(await append(fact));
        await setImmediate();
      }
      // Killed: in the journal, and told to nobody.
      const last = facts[killedAfter - 1];
      if (last) await append(last);
      isDead = true;
      const before = got.length;
      const second = tell(take);
      await second.begin();
      second.hear(await append({ kind: 'run.resumed', who: 'x', hooks: ['chat'] }));
      for (const fact of facts.slice(killedAfter)) second.hear(await append(fact));
      await second.end();
      expect([...new Set(got)].sort()).toEqual([...new Set(await everything())].sort());
      expect(new Set(got.slice(before)).size).toBe(got.length - before);
    },
  );

  it('have what they did not take once more when the run is resumed, and nothing that they took', async () => {
    const away = hook(async () => ({ kind: 'refused', why: 'away' }));
    const got: string[] = [];
    const there = hook(async ({ id }) => taking(got, id));
    const pageGot: string[] = [];
    const page = hook(async ({ id }) => taking(pageGot, id), { name: 'page' });
    const first = tell(away, page);
    first.hear(await append(simulatedBeginning));
    await first.end();
    const second = tell(there, page);
    await second.begin();
    await second.end();
    expect(got).toEqual(['run-id.1.window.planned', 'run-id.1.run.begun']);
    expect(pageGot).toEqual(got);
  });
});

function untilCut(signal: AbortSignal): Promise<Sent> {
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve({ kind: 'again', why: 'no time' }), { once: true }),
  );
}
