import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BaiupError } from '../../lib/errors.ts';
import { steps } from '../steps/index.ts';
import type { AnyStep } from '../steps/step.ts';
import { inProcessEngine } from './in-process.ts';
import { SimulatedCluster } from './simulated-cluster.ts';
import { live, newRun } from './simulated-life.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-waits-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('once a step has failed', () => {
  it('nobody waits for those beside it that only wait; what changes something is finished', async () => {
    const { cluster, record } = await newRun(folder);
    const until = (signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const told = steps.map((step): AnyStep => {
      if (step.kind !== 'service.start') return step;
      return {
        ...step,
        apply: async (params, context, probed) => {
          const done = await step.apply(params, context, probed);
          expect(context.signal.aborted).toBe(false);
          return done;
        },
        verify: async ({ member }, { signal }) => {
          if (member === 'a1') await until(signal);
          if (member === 'm1') throw new BaiupError('service.not-ready', 'm1 never answers');
        },
      };
    });
    const view = await live(cluster, record, inProcessEngine.advance, { drive: { steps: told } });
    expect(view).toMatchObject({
      state: 'failed',
      failure: { step: '1.start.m1', code: 'service.not-ready' },
    });
    const failed = (await record.events()).filter(({ kind }) => kind === 'step.failed');
    expect(failed).toMatchObject([
      { step: '1.start.m1' },
      {
        step: '1.start.a1',
        failure: {
          code: 'step.pointless',
          message: 'not waited for any longer, because this has failed: Start manager m1 at 24.09.4',
        },
      },
    ]);
    expect(cluster.seen()).toEqual(new SimulatedCluster('24.03.11', 2).seen());
  });
});
