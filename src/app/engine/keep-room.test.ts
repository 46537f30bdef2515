import { mkdir, mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlannedStep } from '../../core/plan/plan.ts';
import { dumpRoom, smallRoom } from '../../core/plan/room.ts';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import type { StepContext } from '../steps/context.ts';
import type { Cluster } from '../wiring/open-cluster.ts';
import { keepRoom } from './keep-room.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-room-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const capture = (hop: number, database?: string): Partial<PlannedStep> => ({
  id: `${hop}.capture.${database ?? 'database'}`,
  kind: 'database.capture',
  params: { hop, ...(database ? { database } : {}) },
});
const steps = [capture(1), { id: '1.other', kind: 'x', params: { hop: 1, database: 'c2' } }];
const dumps = [...steps, capture(1, 'c1'), capture(2)];
const label = (step: string) => ({ step, hop: 0, title: step });

/** A run of these steps, in whose journal these facts are. */
const recordOf = (planned: readonly Partial<PlannedStep>[], facts: readonly RunFact[] = []) =>
  ({
    name: 'r-1',
    folder,
    plan: { hops: [{ phases: [{ steps: planned }] }] },
    events: async () =>
      facts.map((fact, index): RunEvent => ({ seq: index + 1, at: '', run: 'r-1', ...fact })),
  }) as unknown as RunRecord;

const clusterWith = (tools: { readonly tools?: string }): Cluster => {
  const components = [{ id: 'c1', database: tools }, { id: 'c2' }];
  return { inventory: { components, database: tools } } as unknown as Cluster;
};
const cluster = clusterWith({});
const sized = (size: () => Promise<number>, own = async (): Promise<number> => 50_000) =>
  ({ database: { size }, ownDatabase: () => ({ size: own }) }) as unknown as StepContext;
const context = sized(async () => 100_000);

/** What is kept, by name; small pieces by what they are together. */
async function kept(): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const name of await readdir(join(folder, 'reserve'))) {
    const key = name.replace(/^small-.*/, 'small');
    found[key] = (found[key] ?? 0) + (await stat(join(folder, 'reserve', name))).size;
  }
  return found;
}

/** Lets a part of the reserve lie on a disk that is full. */
async function full(part: string): Promise<void> {
  await mkdir(join(folder, 'reserve'), { recursive: true });
  await symlink('/dev/full', join(folder, 'reserve', part));
}

describe('room for a run', () => {
  it('is kept for small things and for each dump that is to come', async () => {
    await keepRoom(cluster, recordOf(dumps), context);
    const { small = 0, ...others } = await kept();
    expect(small).toBeGreaterThanOrEqual(smallRoom(dumps.length, 2));
    expect(others).toEqual({
      'hop-1.database': dumpRoom(100_000),
      'hop-1.c1.database': dumpRoom(50_000),
      'hop-2.database': dumpRoom(100_000),
    });
  });

  describe('on a host that makes the dumps', () => {
    const [one, own] = [100_000, 50_000];
    const needed = 2 * dumpRoom(one) + dumpRoom(own);
    const away = (free: number): StepContext => {
      const roomAway = async (kept: string) => ({ host: 'db1', folder: dirname(kept), free });
      const door = (bytes: number) => ({ size: async () => bytes, roomAway });
      return { database: door(one), ownDatabase: () => door(own) } as unknown as StepContext;
    };
    const keep = (free: number, facts: readonly RunFact[] = []) =>
      keepRoom(clusterWith({ tools: 'db1' }), recordOf(dumps, facts), away(free));

    it('is enough for all of them, and none is kept here', async () => {
      await keep(needed);
      expect(Object.keys(await kept())).toEqual(['small']);
    });

    it('ends a run before its first stop where there is less', async () => {
      await expect(keep(needed - 1)).rejects.toMatchObject({
        code: 'run.no-room',
        exit: 2,
        message: `r-1 may write 1 MB below ${folder} on db1, and 1 MB are free there`,
        left: 'nothing was stopped',
        hint: 'make room on db1, then type the same command again',
      });
    });

    it('is asked for only by dumps that are to come', async () => {
      const made = dumps.flatMap(({ id = '', kind }): RunFact[] =>
        kind === 'x' || id.startsWith('2') ? [] : [{ kind: 'step.finished', seconds: 1, ...label(id) }],
      );
      await keep(dumpRoom(one), made);
      await expect(keep(dumpRoom(one) - 1, made)).rejects.toMatchObject({ code: 'run.no-room' });
    });

    it('holds nobody up after the first stop', async () => {
      await keep(0, [{ kind: 'step.started', service: 'stopping', ...label('1.stop.m1') }]);
    });
  });

  it('is not kept for dumps that are made', async () => {
    const finished = (step: string): RunFact => ({ kind: 'step.finished', seconds: 1, ...label(step) });
    const facts = [finished('1.capture.database'), finished('1.other')];
    await keepRoom(cluster, recordOf(dumps, facts), context);
    const { small: _small, ...others } = await kept();
    expect(Object.keys(others).sort()).toEqual(['hop-1.c1.database', 'hop-2.database']);
    await rm(join(folder, 'reserve'), { recursive: true });
    await keepRoom(cluster, recordOf(dumps, [finished('1.capture.c1')]), context);
    expect(Object.keys(await kept()).sort()).toEqual(['hop-1.database', 'hop-2.database', 'small']);
  });

  it('is none for a database that cannot say how large it is', async () => {
    const away = async (): Promise<number> => Promise.reject(new Error('away'));
    await keepRoom(cluster, recordOf(steps), sized(away));
    expect(await kept()).toMatchObject({ 'hop-1.database': 0 });
  });

  it.each(['hop-1.database', 'small-3'])(
    'that is not there for %s ends a run before its first stop',
    async (part) => {
      await full(part);
      const needed = Math.ceil((smallRoom(steps.length, 2) + dumpRoom(20_000_000)) / 1e6);
      await expect(
        keepRoom(
          cluster,
          recordOf(steps),
          sized(async () => 20_000_000),
        ),
      ).rejects.toMatchObject({
        code: 'run.no-room',
        exit: 2,
        message: `r-1 and its way back may write ${needed} MB below ${folder}, but there is less room`,
        left: 'nothing was stopped',
        hint: 'remove old runs, or set BAIUP_HOME to a folder on a larger disk; then type the same command again',
        cause: { code: 'ENOSPC' },
      });
      expect(await readdir(join(folder, 'reserve'))).toHaveLength(1);
    },
  );

  it.each<[string, RunFact]>([
    ['after its first stop', { kind: 'step.started', service: 'stopping', ...label('1.stop.m1') }],
    ['on its way back', { kind: 'undo.started', why: 'rollback', hops: [0], who: 'x' }],
  ])('that is not there holds nobody up %s', async (_when, fact) => {
    await full('hop-1.database');
    await keepRoom(cluster, recordOf(steps, [fact]), context);
    expect((await kept())['small']).toBeGreaterThan(0);
  });

  it('that cannot be kept for another reason is said, whenever that is', async () => {
    await mkdir(join(folder, 'reserve', 'hop-1.database'), { recursive: true });
    const stop: RunFact = { kind: 'step.started', service: 'stopping', ...label('1.stop.m1') };
    await expect(
      keepRoom(
        cluster,
        recordOf(steps, [stop]),
        sized(async () => 1e9),
      ),
    ).rejects.not.toMatchObject({
      code: 'run.no-room',
    });
  });
});
