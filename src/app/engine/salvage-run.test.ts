import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../core/run/event.ts';
import { reduceRun } from '../../core/run/reduce.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { steps } from '../steps/index.ts';
import { keptFiles } from '../steps/kept-files.ts';
import { inProcessEngine } from './in-process.ts';
import { salvageRun } from './salvage-run.ts';
import { SimulatedCluster } from './simulated-cluster.ts';
import { simulatedClusterContext } from './simulated-cluster-context.ts';
import { live, newRun } from './simulated-life.ts';
import { SimulatedProcess } from './simulated-process.ts';

const from = '24.03.11';
const { advance, rollback } = inProcessEngine;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'baiup-salvage-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const untouched = () => {
  const like = new SimulatedCluster(from, 2);
  return { ...like.seen(), etcd: like.etcd };
};

async function salvage(cluster: SimulatedCluster, record: RunRecord): Promise<void> {
  const life = new SimulatedProcess(Infinity, 1);
  const context = simulatedClusterContext(cluster, life, record.folder);
  await salvageRun(record, { steps, context, who: 'ana@desk' });
}

/** Which events of a journal are lost. */
const losses: Readonly<Record<string, (event: RunEvent) => boolean>> = {
  'all of them': () => true,
  'the first': ({ seq }) => seq === 1,
  'those of the migration': (event) => 'step' in event && event.step === '1.migrate.schema',
  'those of every step': (event) => 'step' in event,
};

describe('a run whose journal lost events', () => {
  it.each(Object.entries(losses))(
    '%s: goes back from wherever it was killed',
    async (_what, isLost) => {
      for (let instants = 0; ; instants += 7) {
        const { cluster, record, lose } = await newRun(folder);
        if ((await live(cluster, record, advance, { instants })) !== 'killed') break;
        lose(isLost);
        await expect(record.events()).rejects.toMatchObject({ code: 'run.damaged' });
        await salvage(cluster, record);
        expect(reduceRun(await record.events())).toMatchObject({
          state: 'running',
          salvaged: expect.any(String),
        });
        const view = await live(cluster, record, rollback);
        const { state } = view === 'killed' ? { state: view } : view;
        expect({ instants, state, ...cluster.seen(), etcd: cluster.etcd }).toEqual({
          instants,
          state: 'rolled-back',
          ...untouched(),
        });
      }
    },
    60_000,
  );

  it('goes back from its end too', async () => {
    const { cluster, record, lose } = await newRun(folder);
    await live(cluster, record, advance);
    lose((event) => 'step' in event);
    await salvage(cluster, record);
    expect(await live(cluster, record, rollback)).toMatchObject({ state: 'rolled-back' });
    expect({ ...cluster.seen(), etcd: cluster.etcd }).toEqual(untouched());
  });

  it('is not taken back where what was captured is gone as well', async () => {
    const { cluster, record, lose } = await newRun(folder);
    await live(cluster, record, advance);
    const { database } = keptFiles({ runFolder: record.folder }, 1);
    await rm(database, { recursive: true });
    lose((event) => 'step' in event);
    const seen = cluster.seen();
    await expect(salvage(cluster, record)).rejects.toMatchObject({
      code: 'run.capture-lost',
      message: expect.stringMatching(
        /^"Migrate the database.*" was done, and what "Capture the database" captured/,
      ),
    });
    expect(cluster.seen()).toEqual(seen);
    await expect(record.events()).rejects.toMatchObject({ code: 'run.damaged' });
  });

  it('that stopped nothing yet has nothing restored', async () => {
    const { cluster, record, lose } = await newRun(folder);
    lose(() => true);
    await salvage(cluster, record);
    expect(await live(cluster, record, rollback)).toMatchObject({ state: 'rolled-back' });
    expect(cluster.log.filter((line) => line.startsWith('restore'))).toEqual([]);
    expect({ ...cluster.seen(), etcd: cluster.etcd }).toEqual(untouched());
  });
});
