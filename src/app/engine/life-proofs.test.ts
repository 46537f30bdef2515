import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../io/journal/port.ts';
import { approve } from './approve-steps.ts';
import { inProcessEngine } from './in-process.ts';
import { type Life, live, newRun } from './simulated-life.ts';

const { advance } = inProcessEngine;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-life-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function newLife() {
  const { cluster, record } = await newRun(folder, { drain: { policy: 'end', seconds: 0.01 } });
  const begin = (drive: Life['drive'] = {}) => live(cluster, record, advance, { drive });
  return { cluster, record, begin };
}

const stopped = async (record: RunRecord): Promise<boolean> =>
  (await record.events()).some((event) => event.kind === 'step.started' && event.service === 'stopping');
const resultOf = async (record: RunRecord, id: string): Promise<unknown> =>
  (await record.events()).flatMap((event) =>
    event.kind === 'step.finished' && event.step === id ? [event.result] : [],
  )[0];

describe('a proof of life that fails before the stop', { timeout: 30_000 }, () => {
  const group = 'group of i-a1';

  it('stops the run until its operator has decided, and fails nothing afterwards', async () => {
    const { cluster, record, begin } = await newLife();
    cluster.broken.add(group);
    expect(await begin()).toMatchObject({ state: 'stopped' });
    expect(await stopped(record)).toBe(false);
    expect(cluster.etcd['manager/status']).toBe('running');
    expect(await resultOf(record, '1.try.session')).toMatchObject({
      proofs: [
        { group, trouble: { code: 'prove.session' } },
        { group: 'default' },
        { group: 'group of i-a2' },
      ],
    });
    await approve({ record, onEvent: () => undefined }, (_step, asked) => (asked ? 'approve' : undefined));
    expect(await begin()).toMatchObject({ state: 'done' });
  });

  it('takes the upgrade back where it fails only afterwards', async () => {
    const { cluster, begin } = await newLife();
    const view = await begin({
      onEvent: (event) => {
        if (event.kind === 'step.started' && event.step === '1.prove.session') cluster.broken.add(group);
      },
    });
    expect(view).toMatchObject({ state: 'failed', failure: { code: 'prove.session' } });
    expect(cluster.etcd['manager/status']).toBe('running');
  });
});
