import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LiveSession } from '../../core/cluster/live-session.ts';
import type { Drain } from '../../core/workloads/drain.ts';
import { simulatedDrain } from './simulated-drain.ts';

const { one, two, soon, intake, open, stopped, once } = simulatedDrain;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-unending-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const busyRun = (drain: Drain, sessions?: readonly LiveSession[]) =>
  simulatedDrain.run(folder, drain, sessions);

describe('sessions that do not end as they are asked to', { timeout: 30_000 }, () => {
  /** One is on an agent that is gone: nobody ends it there, the managers only forget it where they are forced to. */
  const onGoneAgent = (id: string, forced: boolean) => (id === one.id && !forced ? 'stays' : 'ends');

  it('are named with their agents by policy end, and the run goes back before anything is stopped', async () => {
    const { cluster, record, begin } = await busyRun({ policy: 'end', seconds: soon });
    cluster.onEnd = onGoneAgent;
    expect(await begin()).toMatchObject({
      state: 'failed',
      failure: {
        code: 'drain.not-ended',
        message: expect.stringMatching(
          /^1 sessions do not end: one of ana@example\.com \(interactive, RUNNING on i-a1\)\. Asked, and ended: two of ana@example\.com \(batch, .*\)$/,
        ),
      },
    });
    expect(await stopped(record)).toBe(false);
    expect(cluster.database.sessions).toEqual([one]);
    expect(intake(cluster)).toEqual(open);
  });

  it('are forced by policy force, and by that of their kind', async () => {
    for (const drain of [
      { policy: 'force', seconds: soon },
      { policy: 'end', kinds: { interactive: 'force' }, seconds: soon },
    ] as const) {
      const { cluster, begin } = await busyRun(drain);
      cluster.onEnd = onGoneAgent;
      expect(await begin()).toMatchObject({ state: 'done' });
      expect(cluster.database.sessions).toEqual([]);
    }
  });

  it.each([
    ['twice, all are ended', 2, 'done'],
    ['for ever, the run goes back', Infinity, 'failed'],
  ] as const)('where their owner begins others as fast as they end, %s', async (_how, times, state) => {
    const { cluster, record, begin } = await busyRun({ policy: 'end', seconds: soon }, [one]);
    let begun = 0;
    cluster.onEnd = () => {
      begun += 1;
      return begun > times ? 'ends' : { ...one, id: `again-${begun}` };
    };
    expect(await begin()).toMatchObject({ state });
    expect(await stopped(record)).toBe(state === 'done');
    expect(intake(cluster)).toEqual(open);
  });

  it('are not run over where one that has to end by itself begins while others are ended', async () => {
    const drain = { policy: 'end', kinds: { batch: 'wait' }, seconds: soon } as const;
    const { cluster, record, begin } = await busyRun(drain, [one]);
    cluster.onEnd = () => ({ ...two, id: 'again' });
    expect(await begin()).toMatchObject({ state: 'failed', failure: { code: 'drain.deadline' } });
    expect(await stopped(record)).toBe(false);
    expect(intake(cluster)).toEqual(open);
  });

  it('are let finish where batch ones have the time, while the others are ended at the deadline', async () => {
    const { cluster, begin } = await busyRun({ policy: 'end', seconds: 0.5 });
    let ended: string[] = [];
    cluster.onEnd = (id) => {
      ended = [...ended, id];
      return 'ends';
    };
    const finish = () => {
      cluster.database.sessions = cluster.database.sessions.filter(({ kind }) => kind !== 'batch');
    };
    expect(await begin({ onEvent: once('1.drain.users', finish) })).toMatchObject({ state: 'done' });
    expect(ended).toEqual([one.id]);
  });
});
