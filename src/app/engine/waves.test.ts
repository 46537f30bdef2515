import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Waves } from '../../core/plan/waves.ts';
import type { Asked } from '../../core/run/asked.ts';
import type { RunEvent } from '../../core/run/event.ts';
import { reduceRun } from '../../core/run/reduce.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { holdWindow } from './hold-window.ts';
import { inProcessEngine } from './in-process.ts';
import type { Drive } from './port.ts';
import type { SimulatedCluster } from './simulated-cluster.ts';
import { type Life, live, newRun } from './simulated-life.ts';
import { takeLeftBack } from './take-left-back.ts';

const [from, to] = ['24.03.10', '24.03.11'] as const;
const { advance, rollback } = inProcessEngine;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'baiup-waves-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const byTwo: Waves = { size: { by: 'number', agents: 2 }, bake: 0, failures: 0 };
const newWaves = (waves: Partial<Waves> = {}) =>
  newRun(folder, { agents: 5, releases: [from, to], startTimeoutMs: 500, waves: { ...byTwo, ...waves } });

/** The releases of m1, then of a1 to a5. */
const releases = (cluster: SimulatedCluster): string[] =>
  ['m1', 'a1', 'a2', 'a3', 'a4', 'a5'].map((id) => cluster.seen().runs[id]?.slice(-2) ?? '--');
const old = '10';
const now = '11';

const go = async (cluster: SimulatedCluster, record: RunRecord, act = advance, life: Life = {}) => {
  const view = await live(cluster, record, act, life);
  if (view === 'killed') throw new Error('nobody killed it');
  return view;
};

/** A drive that is asked for something once an event is heard. */
const onceHeard = (what: Asked['what'], is: (event: RunEvent) => boolean): Life => {
  let asked: Asked | undefined;
  return {
    drive: {
      asked: () => asked,
      onEvent: (event) => {
        if (is(event)) asked = { what, who: 'a test', why: 'it says so', at: event.at };
      },
    },
  };
};
const finished = (step: string) => (event: RunEvent) => event.kind === 'step.finished' && event.step === step;
const started = (step: string) => (event: RunEvent) => event.kind === 'step.started' && event.step === step;

describe('agents in waves', () => {
  it('turn one wave after the other', async () => {
    const { cluster, record } = await newWaves();
    const view = await go(cluster, record);
    expect([view.state, ...releases(cluster)]).toEqual(['done', now, now, now, now, now, now]);
    const starts = cluster.log.filter((line) => /^start a/.test(line)).map((line) => line.slice(6, 8));
    expect([starts.slice(0, 1), starts.slice(1, 3).sort(), starts.slice(3).sort()]).toEqual([
      ['a1'],
      ['a2', 'a3'],
      ['a4', 'a5'],
    ]);
  });

  it('a canary that fails goes back alone, whatever may fail, and nobody else turns', async () => {
    const { cluster, record } = await newWaves({ failures: 3 });
    cluster.broken.add(`a1 ${to}`);
    const view = await go(cluster, record);
    expect([view.state, ...releases(cluster)]).toEqual(['stopped', now, old, old, old, old, old]);
    expect(view.stoppedWave).toMatchObject({ name: 'canary', members: ['a1'], left: [] });
    expect(cluster.log.some((line) => /stop a[2-5]/.test(line))).toBe(false);
  });

  it('of a failed wave only its own agents go back; the run goes on once that is fixed', async () => {
    const { cluster, record } = await newWaves();
    cluster.broken.add(`a3 ${to}`);
    const view = await go(cluster, record);
    expect([view.state, ...releases(cluster)]).toEqual(['stopped', now, now, old, old, old, old]);
    expect(view.stoppedWave).toMatchObject({ name: 'wave 1 of 2', members: ['a3'], left: [] });
    cluster.broken.clear();
    const again = await go(cluster, record);
    expect([again.state, ...releases(cluster)]).toEqual(['done', now, now, now, now, now, now]);
    expect(again.stoppedWave).toBeUndefined();
  });

  it('of a failed wave the whole run can go back, with the waves before', async () => {
    const { cluster, record } = await newWaves();
    cluster.broken.add(`a4 ${to}`);
    await go(cluster, record);
    expect(releases(cluster)).toEqual([now, now, now, now, old, old]);
    const view = await go(cluster, record, rollback);
    expect([view.state, ...releases(cluster)]).toEqual(['rolled-back', old, old, old, old, old, old]);
    expect(cluster.seen().kernels).toEqual(
      Object.fromEntries(['a1', 'a2', 'a3', 'a4', 'a5'].map((id) => [id, [`session of ${id}`]])),
    );
  });

  it('as many as may fail go back alone, and all others turn', async () => {
    const { cluster, record } = await newWaves({ failures: 2 });
    cluster.broken.add(`a3 ${to}`).add(`a4 ${to}`);
    const view = await go(cluster, record);
    expect([view.state, ...releases(cluster)]).toEqual(['done', now, now, now, old, old, now]);
    expect(view.postponed).toEqual([
      expect.objectContaining({ member: 'a3', host: 'h-a3', left: undefined }),
      expect.objectContaining({ member: 'a4', host: 'h-a4', left: undefined }),
    ]);
    expect([view.hops[0]?.state, view.failure]).toEqual(['done', undefined]);
  });

  it('one more than may fail stops the rest; those before it stay postponed', async () => {
    const { cluster, record } = await newWaves({ failures: 1 });
    cluster.broken.add(`a3 ${to}`).add(`a4 ${to}`);
    const view = await go(cluster, record);
    expect([view.state, ...releases(cluster)]).toEqual(['stopped', now, now, now, old, old, old]);
    expect(view.postponed?.map(({ member }) => member)).toEqual(['a3']);
    expect(view.stoppedWave).toMatchObject({ members: ['a4'] });
  });

  it('a host that does not answer between two waves is postponed, and told', async () => {
    const { cluster, record } = await newWaves({ failures: 1 });
    const drive: Life['drive'] = {
      onEvent: (event) => {
        if (finished('1.gate.wave-0')(event)) cluster.away.add('h-a3');
      },
    };
    const view = await go(cluster, record, advance, { drive });
    expect([view.state, ...releases(cluster)]).toEqual(['done', now, now, now, old, now, now]);
    expect(view.postponed).toEqual([
      expect.objectContaining({
        member: 'a3',
        left: 'h-a3 did not answer: nobody knows whether agent a3 runs',
      }),
    ]);
  });

  it('the network lost between two waves stops the run, and it goes on with the network', async () => {
    const { cluster, record } = await newWaves();
    const drive: Life['drive'] = {
      onEvent: (event) => {
        if (finished('1.gate.wave-0')(event)) for (const id of [2, 3, 4, 5]) cluster.away.add(`h-a${id}`);
      },
    };
    const view = await go(cluster, record, advance, { drive });
    expect([view.state, ...releases(cluster)]).toEqual(['stopped', now, now, old, old, old, old]);
    expect(view.stoppedWave?.name).toBe('wave 1 of 2');
    cluster.away.clear();
    const again = await go(cluster, record);
    expect([again.state, ...releases(cluster)]).toEqual(['done', now, now, now, now, now, now]);
  });

  it('a pause lets the agents that turn come to their end, and begins no other', async () => {
    const { cluster, record } = await newWaves();
    const view = await go(cluster, record, advance, onceHeard('pause', started('1.stop.a2')));
    const turned = releases(cluster).slice(1);
    expect([view.state, turned.includes('--'), turned.slice(3)]).toEqual(['stopped', false, [old, old]]);
    const again = await go(cluster, record);
    expect([again.state, ...releases(cluster)]).toEqual(['done', now, now, now, now, now, now]);
  });

  it('abort between two waves takes the whole hop back', async () => {
    const { cluster, record } = await newWaves();
    const view = await go(cluster, record, advance, onceHeard('abort', finished('1.gate.wave-0')));
    expect([view.state, ...releases(cluster)]).toEqual(['failed', old, old, old, old, old, old]);
  });

  it('are not begun where they do not fit into the rest of the window', async () => {
    const { cluster, record } = await newWaves({ bake: 60 });
    const began = new Date(Date.now() - 1000).toISOString();
    const events = (await record.events()).map((event) =>
      event.kind === 'run.started' ? { ...event, window: { seconds: 30, wayBack: 1 } } : event,
    );
    const held = holdWindow(
      { record, onEvent: () => undefined, asked: () => undefined } as unknown as Drive,
      [
        ...events,
        { ...events[0], kind: 'step.started', service: 'stopping', step: '1.stop.m1', at: began } as RunEvent,
      ],
      Date.now,
    );
    const gate = (kind: string, step: string) =>
      held.drive.onEvent({ ...events[0], kind, step, hop: 0, title: '', seconds: 1 } as unknown as RunEvent);
    gate('step.finished', '1.gate.wave-2');
    expect(held.drive.asked()).toBeUndefined();
    gate('step.finished', '1.gate.wave-0');
    expect(held.drive.asked()).toMatchObject({
      what: 'pause',
      why: 'the next wave no longer fits into the window',
    });
    held.end();
    expect(cluster.harm).toEqual([]);
  });

  it('what was left of an agent whose host was away is taken back later, and its run stays done', async () => {
    const { cluster, record } = await newWaves({ failures: 1 });
    const drive: Life['drive'] = {
      onEvent: (event) => {
        if (finished('1.stop.a3')(event)) cluster.away.add('h-a3');
      },
    };
    const view = await go(cluster, record, advance, { drive });
    expect([view.state, ...releases(cluster)]).toEqual(['done', now, now, now, '--', now, now]);
    cluster.away.clear();
    const after = await go(cluster, record, takeLeftBack);
    expect([after.state, after.hops[0]?.state, ...releases(cluster)]).toEqual([
      'done',
      'done',
      now,
      now,
      now,
      old,
      now,
      now,
    ]);
    expect(after.postponed).toEqual([expect.objectContaining({ member: 'a3', left: undefined })]);
  });

  it('are no downtime', async () => {
    const { cluster, record } = await newWaves();
    await go(cluster, record);
    const events = await record.events();
    const upTo = events.findIndex(started('1.stop.a1'));
    const of = (some: readonly RunEvent[]) =>
      reduceRun([...some, { ...events.at(-1), kind: 'hop.finished', hop: 0 } as RunEvent])?.hops[0]?.downtime;
    expect(of(events)).toBe(of(events.slice(0, upTo)));
  });
});

/** What became of a wave that failed, or of a whole run, whenever a process was killed in between. */
describe('killed at any instant in waves', () => {
  it.each([
    ['an upgrade goes on to its end', undefined, 'done', [now, now, now]],
    [
      'a wave that fails goes back, and the next process tries it again',
      `a2 ${to}`,
      'stopped',
      [now, now, old],
    ],
  ])('%s', { timeout: 60_000 }, async (_what, broken, state, expected) => {
    for (let instants = 0; ; instants += 7) {
      const run = await newRun(folder, {
        agents: 2,
        releases: [from, to],
        startTimeoutMs: 200,
        waves: { size: { by: 'number', agents: 1 }, bake: 0, failures: 0 },
      });
      const { cluster, record } = run;
      if (broken) cluster.broken.add(broken);
      if ((await live(cluster, record, advance, { instants })) !== 'killed') break;
      const events = await record.events();
      const goesBack = events.some(({ kind }) => kind === 'undo.started');
      const view = await go(cluster, record, advance, { seed: instants });
      const { runs, harm, proofs } = cluster.seen();
      const found = ['m1', 'a1', 'a2'].map((id) => runs[id]?.slice(-2));
      expect({ instants, goesBack, state: view.state, found, harm, proofs }).toEqual({
        instants,
        goesBack: false,
        state,
        found: expected,
        harm: [],
        proofs: [],
      });
    }
  });
});
