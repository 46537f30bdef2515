import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { walkPlan } from '../../core/plan/walk.ts';
import type { StepContext } from '../steps/context.ts';
import { steps } from '../steps/index.ts';
import { inProcessEngine } from './in-process.ts';
import { SimulatedCluster } from './simulated-cluster.ts';
import { simulatedClusterContext } from './simulated-cluster-context.ts';
import { live, newRun } from './simulated-life.ts';
import { type SimulatedLoss, simulatedLosses } from './simulated-losses.ts';
import { SimulatedProcess } from './simulated-process.ts';

/**
 * What a check, the staging or the rehearsal would have found before the stop. Here none of them has looked: the plan is
 * that of a cluster without anything unusual, and what is lost must be caught behind the stop.
 */
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'baiup-caught-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

/** Time jumps whenever somebody asks what agents offer: the proof waits for them half a minute. */
function impatient(context: StepContext): StepContext {
  let jumped = 0;
  const real = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => real() + jumped);
  const { capacity: ask } = context.database;
  const jumping = async () => {
    jumped += 31_000;
    return ask();
  };
  return { ...context, database: { ...context.database, capacity: jumping } };
}

/** @param without a kind of step that does nothing */
async function carriedOut({ given, startTimeoutMs }: SimulatedLoss, without?: string) {
  const capture = 'dump' as const;
  const wanted = startTimeoutMs === undefined ? { capture } : { capture, startTimeoutMs };
  const { cluster, record } = await newRun(folder, wanted);
  const plain = simulatedClusterContext(cluster, new SimulatedProcess(Infinity, 1), record.folder);
  const kinds = new Map(walkPlan(record.plan).map(({ step }) => [step.id, step.kind]));
  const view = await live(cluster, record, inProcessEngine.advance, {
    drive: {
      context: impatient(given(plain, cluster)),
      steps: steps.map((step) => (step.kind === without ? { ...step, apply: async () => undefined } : step)),
    },
  });
  if (view === 'killed') expect.unreachable();
  const { state, failure } = view;
  return { state, by: kinds.get(failure?.step ?? ''), why: failure?.message, seen: cluster.seen() };
}

const before = new SimulatedCluster('24.03.11', 2).seen();

describe('caught although its own check has not looked', () => {
  it.each(Object.entries(simulatedLosses))('%s', async (_state, told) => {
    expect(await carriedOut(told)).toEqual({
      state: 'failed',
      by: told.caughtBy,
      why: expect.stringContaining(told.says),
      seen: before,
    });
  });

  it.each(Object.entries(simulatedLosses).filter(([, { goesThrough }]) => goesThrough))(
    'without that proof it would go through: %s',
    async (_state, told) => {
      expect(await carriedOut(told, told.caughtBy)).toMatchObject({ state: 'done' });
    },
  );

  it('a cluster with none of it is upgraded', async () => {
    const plain = await carriedOut({ given: (context) => context, caughtBy: '', says: '' });
    expect(plain).toMatchObject({ state: 'done', why: undefined });
  });
});
