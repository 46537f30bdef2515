import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../core/run/event.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { inProcessEngine } from './in-process.ts';
import { leftForLater, postponeAsked, tellPostponed } from './postpone-asked.ts';
import type { SimulatedCluster } from './simulated-cluster.ts';
import { type Life, live, newRun } from './simulated-life.ts';
import { takeLeftBack } from './take-left-back.ts';

const [from, to] = ['24.03.10', '24.03.11'] as const;
const { advance, rollback } = inProcessEngine;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'baiup-postpone-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const [old, now] = ['10', '11'];
const releases = (cluster: SimulatedCluster): string[] =>
  ['m1', 'a1', 'a2', 'a3'].map((id) => cluster.seen().runs[id]?.slice(-2) ?? '--');
const newWaves = () => {
  const waves = { size: { by: 'number' as const, agents: 2 }, bake: 0, failures: 0 };
  return newRun(folder, { agents: 3, releases: [from, to], startTimeoutMs: 500, waves });
};
const go = async (cluster: SimulatedCluster, record: RunRecord, act = advance, life: Life = {}) => {
  const view = await live(cluster, record, act, life);
  if (view === 'killed') throw new Error('nobody killed it');
  return view;
};
const meant = async ({ cluster, record }: Awaited<ReturnType<typeof newWaves>>, ...names: string[]) =>
  leftForLater('r-1', record.plan, await record.events(), cluster.inventory, names);
/** Goes on without some agents; hosts answer as they do in the cluster. */
const goesOn = async (run: Awaited<ReturnType<typeof newWaves>>, ...names: string[]) => {
  const later = await meant(run, ...names);
  return go(run.cluster, run.record, async (drive) => {
    await postponeAsked(drive, later, async (host) => !run.cluster.away.has(host));
    return advance(drive);
  });
};
/** A cluster whose network to a host is lost once its agent was stopped. */
const lostMidway = (cluster: SimulatedCluster, agent: string): Life => ({
  drive: {
    onEvent: (event: RunEvent) => {
      if (event.kind === 'step.finished' && event.step === `1.stop.${agent}`) cluster.away.add(`h-${agent}`);
    },
  },
});

describe('agents that an operator leaves for later', () => {
  it('keep their release, and all others turn; they are no failures', async () => {
    const run = await newWaves();
    run.cluster.broken.add(`a3 ${to}`);
    await go(run.cluster, run.record);
    expect(releases(run.cluster)).toEqual([now, now, old, old]);
    const view = await goesOn(run, 'a3');
    expect([view.state, ...releases(run.cluster)]).toEqual(['done', now, now, now, old]);
    expect(view.postponed).toEqual([
      expect.objectContaining({
        member: 'a3',
        host: 'h-a3',
        left: undefined,
        why: expect.objectContaining({ code: 'member.postponed' }),
      }),
    ]);
  });

  it('may be the canary, and are named by their host, too', async () => {
    const run = await newWaves();
    run.cluster.broken.add(`a1 ${to}`);
    await go(run.cluster, run.record);
    const view = await goesOn(run, 'h-a1');
    expect([view.state, ...releases(run.cluster)]).toEqual(['done', now, old, now, now]);
  });

  it('are not waited for where their host is away, and what is left of them is told and taken back later', async () => {
    const run = await newWaves();
    const { cluster, record } = run;
    expect((await go(cluster, record, advance, lostMidway(cluster, 'a3'))).state).toBe('stopped');
    expect(releases(cluster)).toEqual([now, now, old, '--']);
    const view = await goesOn(run, 'a3');
    expect([view.state, ...releases(cluster)]).toEqual(['done', now, now, now, '--']);
    const left = 'h-a3 did not answer: nobody knows whether agent a3 runs';
    expect(view.postponed).toEqual([expect.objectContaining({ member: 'a3', left })]);
    cluster.away.clear();
    await go(cluster, record, takeLeftBack);
    expect(releases(cluster)).toEqual([now, now, now, old]);
  });

  it('of which nothing was begun leave nothing, though their host is away', async () => {
    const run = await newWaves();
    run.cluster.broken.add(`a1 ${to}`);
    await go(run.cluster, run.record);
    run.cluster.broken.clear();
    run.cluster.away.add('h-a2');
    const view = await goesOn(run, 'a2');
    expect([view.state, ...releases(run.cluster)]).toEqual(['done', now, now, old, now]);
    expect(view.postponed).toEqual([expect.objectContaining({ member: 'a2', left: undefined })]);
  });

  it('are each told once', async () => {
    const run = await newWaves();
    run.cluster.broken.add(`a2 ${to}`).add(`a3 ${to}`);
    await go(run.cluster, run.record);
    expect(await meant(run, 'a3', 'h-a3')).toEqual([{ member: 'a3', hop: 0, wave: 1 }]);
    await goesOn(run, 'a3');
    expect(await meant(run, 'a3')).toEqual([]);
  });

  it('are refused where nobody turns by that name, or has turned already', async () => {
    const run = await newWaves();
    run.cluster.broken.add(`a3 ${to}`);
    await go(run.cluster, run.record);
    await expect(meant(run, 'm1')).rejects.toMatchObject({
      code: 'postpone.unknown',
      exit: 64,
      hint: 'there are: a1, a2, a3',
    });
    await expect(meant(run, 'a1')).rejects.toMatchObject({
      code: 'postpone.refused',
      exit: 2,
      message: 'a1 has turned to 24.03.11 already',
    });
  });

  it('are refused where the run goes back', async () => {
    const run = await newWaves();
    run.cluster.broken.add(`a3 ${to}`);
    await go(run.cluster, run.record);
    await go(run.cluster, run.record, rollback);
    await run.record.append({ kind: 'undo.started', why: 'rollback', hops: [0], who: 'a test' });
    await expect(meant(run, 'a3')).rejects.toMatchObject({ code: 'postpone.refused', exit: 2 });
  });
});

it('agents that a plan itself leaves for later are told once', async () => {
  const { record } = await newWaves();
  const plan = { ...record.plan, postponed: [{ member: 'a9', host: 'h-a9' }] };
  const told: RunEvent[] = [];
  const drive = {
    record: { ...record, plan, events: () => record.events(), append: record.append.bind(record) },
    onEvent: (event: RunEvent) => void told.push(event),
  };
  await tellPostponed(drive);
  await tellPostponed(drive);
  expect(told).toEqual([
    expect.objectContaining({
      ...{ kind: 'member.postponed', member: 'a9', host: 'h-a9' },
      why: { code: 'member.postponed', message: 'h-a9 did not answer when the plan was made' },
    }),
  ]);
});
