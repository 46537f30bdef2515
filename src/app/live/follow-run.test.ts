import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import type { Driver } from '../../io/journal/port.ts';
import { followRun, isDriven } from './follow-run.ts';

const driver = (life: Driver['life']): Driver => ({ who: 'ana', host: 'h', pid: 1, since: '', life });
const began: RunFact = {
  kind: 'run.started',
  plan: 'p',
  cluster: 'lab',
  from: '1',
  to: '2',
  hops: [{ from: '1', to: '2', kind: 'minor' }],
  predicted: 1,
  who: 'ana',
  accepted: [],
};
const at = (seq: number, fact: RunFact): RunEvent => ({
  seq,
  at: '2026-01-01T00:00:00.000Z',
  run: 'r-1',
  ...fact,
});

/** A run whose driver does something each time that it is looked at. */
function watched(doings: readonly ((events: RunEvent[]) => Driver | undefined)[]) {
  const events: RunEvent[] = [at(1, began)];
  let looks = 0;
  return {
    driver: async () => {
      const now = doings[Math.min(looks, doings.length - 1)]?.(events);
      looks += 1;
      return now;
    },
    events: async (after = 0) => events.slice(after),
    lookAgain: (everyMs: number) => delay(everyMs),
  };
}

const finish = (events: RunEvent[]): undefined => {
  if (events.length < 3) events.push(at(3, { kind: 'run.finished', state: 'done' }));
};

it('tells each event once, and what its driver wrote last', async () => {
  const seen: number[] = [];
  const reader = watched([
    (events) => {
      events.push(at(2, { kind: 'hop.finished', hop: 0 }));
      return driver('alive');
    },
    finish,
  ]);
  const onEvent = ({ seq }: RunEvent): void => void seen.push(seq);
  const view = await followRun(reader, { onEvent, signal: new AbortController().signal, afterSeq: 1 });
  expect(seen).toEqual([2, 3]);
  expect(view).toMatchObject({ state: 'done', hops: [{ state: 'done' }] });
});

it('ends when its watcher leaves, whatever becomes of the run', async () => {
  const leave = new AbortController();
  const reader = watched([
    () => {
      leave.abort();
      return driver('alive');
    },
  ]);
  const view = await followRun(reader, { onEvent: () => undefined, signal: leave.signal });
  expect(view?.state).toBe('running');
});

it.each([
  ['alive', true],
  ['elsewhere', true],
  ['dead', false],
] as const)('a driver that is %s drives: %s', async (life, drives) => {
  expect(await isDriven({ driver: async () => driver(life) })).toBe(drives);
});
