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
  const captures = ['dump', 'aside'] as const;
  const cases = Object.entries(losses).flatMap(([what, isLost]) =>
    captures.map((capture) => [what, capture, isLost] as const),
  );

  it.each(cases)(
    '%s, captured by %s: goes back from wherever it was killed',
    async (_what, capture, isLost) => {
      for (let instants = 0; ; instants += 7) {
        const { cluster, record, lose } = await newRun(folder, { capture });
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

  it('starts no old manager over the newer database where nobody knows what was set aside', async () => {
    const { cluster, record, lose } = await newRun(folder, { capture: 'aside' });
    await live(cluster, record, advance);
    await rm(keptFiles({ runFolder: record.folder }, 1).aside);
    lose((event) => 'step' in event);
    await salvage(cluster, record);
    const view = await live(cluster, record, rollback);
    expect(view).toMatchObject({ state: 'broken' });
    const failed = view === 'killed' ? [] : (view.left ?? []).flatMap(({ failure }) => failure?.code ?? []);
    expect(failed).toContain('database.name-taken');
    expect(cluster.harm).toEqual([]);
    expect(cluster.service('m1').runs).toBeUndefined();
  });

  it('is not taken back where neither the note nor what was set aside is there', async () => {
    const { cluster, record, lose } = await newRun(folder, { capture: 'aside' });
    await live(cluster, record, advance);
    await rm(keptFiles({ runFolder: record.folder }, 1).aside);
    const names = [...cluster.databases.keys()];
    const aside = names.find((name) => name.includes('_before_')) ?? '';
    expect(cluster.databases.delete(aside)).toBe(true);
    lose((event) => 'step' in event);
    await expect(salvage(cluster, record)).rejects.toMatchObject({ code: 'run.capture-lost' });
  });

  it('gives what was set aside its name again where its note is gone and nothing has taken its place', async () => {
    const told = async (run: RunRecord, kind: string, step: string): Promise<boolean> =>
      (await run.events()).some((event) => event.kind === kind && 'step' in event && event.step === step);
    const killedMidway = async (instants: number): Promise<Awaited<ReturnType<typeof newRun>>> => {
      const run = await newRun(folder, { capture: 'aside' });
      await live(run.cluster, run.record, advance, { instants });
      expect(await told(run.record, 'step.started', '1.name.database')).toBe(false);
      const isAside = await told(run.record, 'step.finished', '1.capture.database');
      return isAside ? run : killedMidway(instants + 2);
    };
    const { cluster, record, lose } = await killedMidway(90);
    await rm(keptFiles({ runFolder: record.folder }, 1).aside);
    lose((event) => 'step' in event);
    await salvage(cluster, record);
    expect(await live(cluster, record, rollback)).toMatchObject({ state: 'rolled-back' });
    expect({ ...cluster.seen(), etcd: cluster.etcd }).toEqual(untouched());
  });

  it('is not taken back where what was captured is gone as well', async () => {
    const { cluster, record, lose } = await newRun(folder, { capture: 'dump' });
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

  it('is told as it began, or as its plan has it', async () => {
    for (const [isLost, who] of [
      [({ seq }: RunEvent) => seq > 1, 'a test'],
      [() => true, 'ana@desk'],
    ] as const) {
      const { cluster, record, lose } = await newRun(folder);
      const [before] = await record.events();
      await live(cluster, record, advance, { instants: 20 });
      const { from: first, to, hops, cluster: name, downtime, id } = record.plan;
      lose(isLost);
      await salvage(cluster, record);
      const [began, salvaged] = await record.events();
      expect(began).toMatchObject({ kind: 'run.started', plan: id, from: first, to, cluster: name, who });
      expect(began).toMatchObject({
        predicted: who === 'a test' ? 1 : downtime.predicted,
        hops: hops.map((hop) => ({ from: hop.from, to: hop.to, kind: hop.kind })),
        at: who === 'a test' ? before?.at : record.made,
      });
      expect(salvaged).toMatchObject({ kind: 'run.salvaged', who: 'ana@desk', kept: expect.any(String) });
    }
  });

  it('is left as it is where nothing is wrong with it', async () => {
    const { cluster, record } = await newRun(folder);
    await live(cluster, record, advance);
    const before = await record.events();
    await salvage(cluster, record);
    expect(await record.events()).toEqual(before);
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
