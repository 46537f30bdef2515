import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reduceRun } from '../../core/run/reduce.ts';
import type { RunView } from '../../core/run/view.ts';
import { waitingSteps } from '../../core/run/waiting.ts';
import { ownJournal } from '../../io/journal/own-journal.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { irreversible } from '../steps/step.ts';
import { inProcessEngine } from './in-process.ts';
import type { Drive } from './port.ts';
import { beginRun, driveOf, newWorld, worldState as state } from './simulated-run.ts';
import type { World } from './simulated-world.ts';

const journal = ownJournal();

const reopened = (record: RunRecord): Promise<RunRecord> => journal().open(record.id);

/** A record whose process dies once it has written so many events: nothing after that ever returns. */
function dyingAfter(record: RunRecord, events: number): { record: RunRecord; died: Promise<void> } {
  let left = events;
  let tellDeath = (): void => undefined;
  const died = new Promise<void>((resolve) => {
    tellDeath = resolve;
  });
  const append: RunRecord['append'] = async (fact) => {
    if (left <= 0) {
      tellDeath();
      return new Promise(() => undefined);
    }
    left -= 1;
    return record.append(fact);
  };
  return { record: { ...record, append }, died };
}

describe('the engine in this process', () => {
  it('carries a plan out, hop by hop', async () => {
    const world = newWorld();
    const view = await inProcessEngine.advance(driveOf(await beginRun(journal(), 2), world));
    expect(view.state).toBe('done');
    expect(view.hops.map((hop) => hop.state)).toEqual(['done', 'done']);
    expect(view.hops[0]?.downtime).toBeGreaterThanOrEqual(0);
    expect(state(world)).toEqual({ running: true, release: 2, database: 2 });
  });

  it.each(['stop', 'migrate', 'switch', 'start', 'prove'])(
    'takes back a hop whose %s fails, and only that hop',
    async (kind) => {
      const world = newWorld({ kind, hop: 2 });
      const view = await inProcessEngine.advance(driveOf(await beginRun(journal(), 2), world));
      expect(view.state).toBe('failed');
      expect(view.failure?.message).toBe(`${kind} fails`);
      expect(view.hops[0]?.state).toBe('done');
      expect(state(world)).toEqual({ running: true, release: 1, database: 1 });
    },
  );

  it('rolls a finished run back through all its hops, restoring once', async () => {
    const world = newWorld();
    const record = await beginRun(journal(), 3);
    await inProcessEngine.advance(driveOf(record, world));
    const view = await inProcessEngine.rollback(driveOf(await reopened(record), world));
    expect(view.state).toBe('rolled-back');
    expect(state(world)).toEqual({ running: true, release: 0, database: 0 });
    expect(world.log.filter((line) => line.startsWith('restore'))).toEqual(['restore 1']);
  });
});

/** Runs until the process dies after `n` events, then lets a new process finish. @returns undefined once `n` is past the end */
async function killedAfter(
  n: number,
  world: World,
  hops: number,
  act: (drive: Drive) => Promise<RunView>,
  prepare: (record: RunRecord) => Promise<unknown> = async () => undefined,
): Promise<RunView | undefined> {
  const record = await beginRun(journal(), hops);
  await prepare(record);
  const { record: dying, died } = dyingAfter(await reopened(record), n);
  const first = await Promise.race([act(driveOf(dying, world)), died]);
  if (first) return undefined;
  return inProcessEngine.advance(driveOf(await reopened(record), world));
}

describe('what is told of a way back', () => {
  const kindsOf = async (record: RunRecord) => (await record.events()).map(({ kind }) => kind);
  const carried = (count: number) =>
    Array.from({ length: count }, () => ['step.started', 'step.finished']).flat();
  const undone = (count: number) =>
    Array.from({ length: count }, () => ['step.undoing', 'step.undone']).flat();

  it('after a failure: its evidence first, then each undo, and the end', async () => {
    const record = await beginRun(journal(), 1);
    await inProcessEngine.advance(driveOf(record, newWorld({ kind: 'start', hop: 1 })));
    expect(await kindsOf(record)).toEqual([
      'run.started',
      ...carried(4),
      ...['step.started', 'step.failed', 'evidence.kept', 'undo.started'],
      ...undone(4),
      ...['undo.finished', 'run.finished'],
    ]);
  });

  it('through several hops: what an earlier hop overwrites is undone at once', async () => {
    const record = await beginRun(journal(), 2);
    const world = newWorld();
    await inProcessEngine.advance(driveOf(record, world));
    const before = (await record.events()).length;
    await inProcessEngine.rollback(driveOf(record, world));
    const told = (await record.events()).slice(before);
    const of = (kind: string) =>
      told.flatMap((event) => (event.kind === kind && 'step' in event ? [event.step] : []));
    const own = ['1.migrate', '1.start', '1.stop', '1.switch', '2.start'];
    expect(of('step.undoing').sort()).toEqual(own);
    expect(of('step.undone').sort()).toEqual([...own, '2.migrate', '2.stop', '2.switch'].sort());
    expect(told.at(-2)).toMatchObject({ kind: 'undo.finished', seconds: expect.any(Number) });
  });

  it('that breaks: what is left, why, and evidence of the step that failed', async () => {
    const record = await beginRun(journal(), 1);
    const drive = driveOf(record, newWorld());
    await inProcessEngine.advance(drive);
    const undo = (): Promise<never> => Promise.reject(new Error('no'));
    const steps = drive.steps.map((step) => (step.kind === 'switch' ? { ...step, undo } : step));
    const view = await inProcessEngine.rollback({ ...drive, steps });
    expect(view.evidence).toBe(join(record.folder, 'evidence', 'undo-1.switch'));
    expect(view.left).toMatchObject([
      { step: '1.switch', says: 'not undone: 1.switch', failure: { code: 'bug' } },
    ]);
  });
});

it('whether a step was begun before is known to it: one that was cut, and none that is done again', async () => {
  const record = await beginRun(journal(), 1);
  const world = newWorld();
  const { record: dying, died } = dyingAfter(record, 5);
  const seen: string[] = [];
  const noting = (drive: Drive): Drive => ({
    ...drive,
    steps: drive.steps.map((step) => ({
      ...step,
      ...(step.kind === 'stop' ? { transient: true as const } : {}),
      probe: async (params: { hop: number }, context, attempted) => {
        seen.push(`${step.kind} ${attempted}`);
        return step.probe(params, context, attempted);
      },
    })),
  });
  await Promise.race([inProcessEngine.advance(driveOf(dying, world)), died]);
  await inProcessEngine.advance(noting(driveOf(record, world)));
  expect(seen.filter((line) => /stage|stop|migrate|switch/.test(line))).toEqual([
    'stop false',
    'migrate true',
    'switch false',
  ]);
});

describe('killed after every event', () => {
  it('an upgrade goes on where it stopped', async () => {
    for (let n = 0; ; n += 1) {
      const world = newWorld();
      const view = await killedAfter(n, world, 2, inProcessEngine.advance);
      if (!view) break;
      const hops = view.hops.map((hop) => hop.state);
      expect({ n, state: view.state, hops, world: state(world) }).toEqual({
        n,
        state: 'done',
        hops: ['done', 'done'],
        world: { running: true, release: 2, database: 2 },
      });
    }
  });

  it('a failing upgrade ends where it began, whenever it is killed', async () => {
    for (let n = 0; ; n += 1) {
      const world = newWorld({ kind: 'start', hop: 1 });
      const view = await killedAfter(n, world, 1, inProcessEngine.advance);
      if (!view) break;
      expect({ n, state: view.state, world: state(world) }).toEqual({
        n,
        state: 'failed',
        world: { running: true, release: 0, database: 0 },
      });
    }
  });

  it('a rollback ends where it was going', async () => {
    for (let n = 1; ; n += 1) {
      const world = newWorld();
      const view = await killedAfter(n, world, 2, inProcessEngine.rollback, async (record) =>
        inProcessEngine.advance(driveOf(record, world)),
      );
      if (!view) break;
      expect({ n, state: view.state, world: state(world) }).toEqual({
        n,
        state: 'rolled-back',
        world: { running: true, release: 0, database: 0 },
      });
    }
  });
});

describe('a manual step', () => {
  const approved = (record: RunRecord, hop: number) =>
    record.append({
      kind: 'approval.given',
      step: `${hop}.manual`,
      hop: hop - 1,
      title: 'lamp',
      who: 'ana',
      by: 'approve',
    });
  const asked = async (record: RunRecord) =>
    (await record.events()).filter(({ kind }) => kind === 'approval.asked').length;

  it('holds the run until its operator approves, hop by hop, and asks once', async () => {
    const world = newWorld();
    const record = await beginRun(journal(), 2, true);
    const stopped = await inProcessEngine.advance(driveOf(record, world));
    expect(stopped.state).toBe('stopped');
    expect(waitingSteps(stopped)).toMatchObject([{ step: '1.manual', how: 'turn lamp 1' }]);
    expect(state(world)).toEqual({ running: true, release: 0, database: 0 });
    expect((await inProcessEngine.advance(driveOf(await reopened(record), world))).state).toBe('stopped');
    expect(await asked(record)).toBe(1);
    await approved(await reopened(record), 1);
    const second = await inProcessEngine.advance(driveOf(await reopened(record), world));
    expect(waitingSteps(second).map(({ step }) => step)).toEqual(['2.manual']);
    expect(state(world)).toEqual({ running: true, release: 1, database: 1 });
    await approved(await reopened(record), 2);
    const view = await inProcessEngine.advance(driveOf(await reopened(record), world));
    expect({ state: view.state, waiting: waitingSteps(view) }).toEqual({ state: 'done', waiting: [] });
  });

  it('is not asked about when it was approved beforehand, and lets a waiting run go back', async () => {
    const world = newWorld();
    const record = await beginRun(journal(), 2, true);
    await approved(record, 1);
    expect((await inProcessEngine.advance(driveOf(await reopened(record), world))).state).toBe('stopped');
    expect(state(world)).toEqual({ running: true, release: 1, database: 1 });
    const view = await inProcessEngine.rollback(driveOf(await reopened(record), world));
    expect({ state: view.state, waiting: waitingSteps(view) }).toEqual({ state: 'rolled-back', waiting: [] });
    expect(state(world)).toEqual({ running: true, release: 0, database: 0 });
  });
});

describe('the reducer', () => {
  it('knows nothing of a journal() without a beginning', () => {
    expect(reduceRun([])).toBeUndefined();
  });
});

describe('a step without a way back', () => {
  it('ends a rollback as broken, and says why', async () => {
    const world = newWorld();
    const record = await beginRun(journal(), 1);
    await inProcessEngine.advance(driveOf(record, world));
    const drive = driveOf(await reopened(record), world);
    const steps = drive.steps.map((step) =>
      step.kind === 'switch' ? { ...step, undo: irreversible('the old release is gone') } : step,
    );
    const view = await inProcessEngine.rollback({ ...drive, steps });
    expect(view.state).toBe('broken');
    expect(view.failure?.message).toContain('the old release is gone');
  });
});
