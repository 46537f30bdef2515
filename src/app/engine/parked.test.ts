import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../core/run/event.ts';
import { inProcessEngine } from './in-process.ts';
import { type Life, live, newRun } from './simulated-life.ts';

const { advance, rollback } = inProcessEngine;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-parked-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const members = ['m1', 'a1', 'a2', 's1', 'w1'];

async function newLife() {
  const { cluster, record } = await newRun(folder);
  const begin = (drive: Life['drive'] = {}, act = advance) => live(cluster, record, act, { drive });
  const wentOn = () => cluster.log.flatMap((line) => /^let (\S+) go on$/.exec(line)?.[1] ?? []).sort();
  return { cluster, record, begin, wentOn };
}

const isEvent = (event: RunEvent, kind: RunEvent['kind'], step: string): boolean =>
  event.kind === kind && 'step' in event && event.step === step;

describe('programs that wait parked', { timeout: 30_000 }, () => {
  it('are there before anything stops, and go on at their start', async () => {
    const { cluster, begin, wentOn } = await newLife();
    let before: unknown;
    const view = await begin({
      onEvent: (event) => {
        if (event.kind === 'step.started' && event.service === 'stopping') before ??= cluster.seen();
      },
    });
    expect(view).toMatchObject({ state: 'done' });
    expect(before).toMatchObject({ parked: members, runs: { m1: '24.03.11' } });
    expect(wentOn()).toEqual([...members].sort());
    expect(cluster.seen()).toMatchObject({ parked: [], harm: [] });
    const { state } = (await begin({}, rollback)) as { state: string };
    expect(state).toBe('rolled-back');
    expect(wentOn()).toHaveLength(members.length);
  });

  it('start as usual where they have died meanwhile', async () => {
    const { cluster, begin, wentOn } = await newLife();
    const view = await begin({
      onEvent: (event) => {
        if (isEvent(event, 'step.finished', '1.stop.m1')) cluster.service('m1').parked = undefined;
      },
    });
    expect(view).toMatchObject({ state: 'done' });
    expect(wentOn()).toEqual(['a1', 'a2', 's1', 'w1']);
  });

  it('end where the run goes back before it has stopped anything, and after', async () => {
    for (const at of ['1.park.w1', '1.stop.m1']) {
      const { cluster, begin, wentOn } = await newLife();
      let asked: { what: 'abort'; who: string; why: string; at: string } | undefined;
      const view = await begin({
        asked: () => asked,
        onEvent: (event) => {
          if (isEvent(event, 'step.finished', at))
            asked = { what: 'abort', who: 'ana', why: '', at: event.at };
        },
      });
      expect(view).toMatchObject({ state: 'failed' });
      expect(cluster.seen()).toMatchObject({
        parked: [],
        runs: { m1: '24.03.11', a1: '24.03.11' },
        harm: [],
      });
      expect(wentOn()).toEqual([]);
    }
  });
});
