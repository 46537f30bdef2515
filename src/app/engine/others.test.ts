import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatabaseSession } from '../../core/cluster/database-session.ts';
import type { Others } from '../../core/plan/others.ts';
import type { RunEvent } from '../../core/run/event.ts';
import { inProcessEngine } from './in-process.ts';
import { SimulatedCluster } from './simulated-cluster.ts';
import { live, newRun } from './simulated-life.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-others-'));
});
// What a killed process was writing to a disk may still come to its end.
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));

const { advance } = inProcessEngine;
const session = (pid: number, transaction: number | null): DatabaseSession => ({
  pid,
  program: 'psql',
  user: 'ana',
  address: null,
  port: pid,
  since: '2026-11-27T12:00:00Z',
  transaction,
  locks: [],
});
const visitors = [session(1, null), session(2, 9)];
const step = '1.others.database';
const isEvent = (event: RunEvent, kind: RunEvent['kind']): boolean =>
  event.kind === kind && 'step' in event && event.step === step;

async function visited(others: Others, there: readonly DatabaseSession[] = visitors) {
  const { cluster, record } = await newRun(folder, { others });
  cluster.visitors = [...there];
  const begin = (instants?: number) => live(cluster, record, advance, instants ? { instants } : {});
  const events = async (kind: RunEvent['kind']) =>
    (await record.events()).filter((event) => isEvent(event, kind));
  return { cluster, record, begin, events };
}

const soon = 0.001;
const names = [expect.stringContaining('process 1'), expect.stringContaining('process 2')];

describe('other programs at the database of a run', { timeout: 60_000 }, () => {
  it('have the hop given up before anything stops where one works on', async () => {
    const { cluster, begin, record } = await visited({ policy: 'wait', seconds: soon });
    expect(await begin()).toMatchObject({
      state: 'failed',
      failure: { step: '1.wait.database', code: 'others.stay' },
    });
    const stops = (await record.events()).filter((event) => 'step' in event && /stop/.test(event.step ?? ''));
    expect(stops).toEqual([]);
    expect(cluster.seen()).toEqual(new SimulatedCluster('24.03.11', 2).seen());
  });

  it('take the hop back where one that came since does not leave, with no row changed', async () => {
    const visitors = [session(1, null), session(2, 1)];
    const { cluster, begin } = await visited({ policy: 'wait', seconds: soon }, visitors);
    expect(await begin()).toMatchObject({ state: 'failed', failure: { step, code: 'others.stay' } });
    expect(cluster.seen()).toEqual(new SimulatedCluster('24.03.11', 2).seen());
    expect(cluster.visitors).toEqual(visitors);
  });

  it('are ended, and named in the journal wherever the run was killed meanwhile', async () => {
    const leap = 32;
    const begun = async (instants: number) => {
      const { begin, events } = await visited({ policy: 'end', seconds: soon });
      await begin(instants);
      return (await events('step.started')).length > 0;
    };
    let from = leap;
    while (!(await begun(from))) from += leap;
    let cut = 0;
    for (let instants = from - leap; ; instants += 1) {
      const { begin, events, cluster } = await visited({ policy: 'end', seconds: soon });
      const first = await begin(instants);
      if (first !== 'killed' || (await events('step.finished')).length > 0) break;
      if ((await events('step.started')).length === 0) continue;
      cut += 1;
      expect(await begin()).toMatchObject({ state: 'done' });
      expect(cluster.visitors).toEqual([]);
      expect(await events('step.finished')).toMatchObject([{ result: { ended: names } }]);
    }
    expect(cut).toBeGreaterThan(3);
  });
});
