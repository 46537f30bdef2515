import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Asked } from '../../core/run/asked.ts';
import type { RunFact } from '../../core/run/event.ts';
import type { RunView } from '../../core/run/view.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { simulatedJournal } from '../../io/journal/simulated-journal.ts';
import type { Cluster } from '../wiring/open-cluster.ts';
import { driveRun, exitOf, sameCluster } from './drive.ts';
import { operator } from './operator.ts';
import type { Drive } from './port.ts';
import { beginRun } from './simulated-run.ts';
import { emptyContext } from './simulated-world.ts';
import { viewOf } from './view-of.ts';

let folder = '';
let record: RunRecord;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-drive-'));
  record = await beginRun(
    simulatedJournal(() => new Date(), folder),
    1,
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A cluster whose lock writes down what becomes of it. */
function world() {
  const log: unknown[] = [];
  const now: { lost?: string; locked?: Error; goesOn?: boolean; isUndone?: boolean } = {};
  const migrators = new Map([['1 ', [{ cancel: async () => void log.push('cancelled') }]]]);
  const cluster = {
    inventory: { components: [] },
    dropLeftovers: async () => void log.push('swept'),
    hooks: [],
    lock: {
      hold: async (by: object, goesOn: boolean) => {
        if (now.locked) throw now.locked;
        now.goesOn = goesOn;
        log.push(by);
        return {
          lost: () => now.lost,
          look: async () => now.lost,
          free: async (isUndone: boolean) => {
            now.isUndone = isUndone;
            log.push('freed');
          },
          leave: async () => void log.push('left'),
        };
      },
    },
    stepContext: ({ id: run, folder: own }: RunRecord, limits: object) => {
      log.push([run, own, limits]);
      return { ...emptyContext(own), run, migrators };
    },
  } as unknown as Cluster;
  return { log, now, cluster };
}

const quiet = { asked: () => undefined, onAsked: () => undefined, onEvent: () => undefined };
const stopped = async ({ record: run }: Drive): Promise<RunView> => {
  await run.append({ kind: 'run.stopped' });
  return viewOf({ record: run });
};

describe('driveRun', () => {
  it('drives under lock and claim, leaves the lock of what is unfinished, and ends what was warmed up', async () => {
    const { cluster, log, now } = world();
    const seen: unknown[] = [];
    const view = await driveRun(cluster, record, 'because', quiet, async (drive) => {
      seen.push((await record.driver())?.who, drive.asked());
      return stopped(drive);
    });
    expect(view.state).toBe('stopped');
    expect(seen).toEqual([operator(), undefined]);
    expect(now.goesOn).toBe(true);
    expect(log).toEqual([
      { run: 'r-1', id: record.id, what: 'run', from: '0', to: '1', who: operator(), why: 'because' },
      [record.id, record.folder, {}],
      'cancelled',
      'swept',
      'left',
    ]);
    expect(await record.driver()).toBeUndefined();
  });

  it.each<[string, RunFact[], string]>([
    ['done', [{ kind: 'run.finished', state: 'done' }], 'freed'],
    ['failed and back', [{ kind: 'run.finished', state: 'failed' }], 'freed'],
    ['broken', [{ kind: 'run.finished', state: 'broken', left: [] }], 'left'],
    ['running', [], 'left'],
  ])('frees the lock of a run that is %s: %j %s', async (_what, facts, end) => {
    const { cluster, log } = world();
    const act = async (drive: Drive): Promise<RunView> => {
      for (const fact of facts) await record.append(fact);
      return viewOf(drive);
    };
    await driveRun(cluster, record, 'x', quiet, act);
    expect(log.at(-1)).toBe(end);
  });

  const hopDone: RunFact = { kind: 'hop.finished', hop: 0 };
  const ended = (state: 'done' | 'failed' | 'rolled-back'): RunFact => ({ kind: 'run.finished', state });
  it.each<[string, RunFact[], boolean]>([
    ['is done', [hopDone, ended('done')], false],
    ['failed in its first hop', [ended('failed')], true],
    ['failed once a hop was done', [hopDone, ended('failed')], false],
    ['was rolled back', [hopDone, ended('rolled-back')], true],
  ])('tells the lock whether a run that %s left the cluster as it was', async (_what, facts, isUndone) => {
    const { cluster, now } = world();
    const act = async (drive: Drive): Promise<RunView> => {
      for (const fact of facts) await record.append(fact);
      return viewOf(drive);
    };
    await driveRun(cluster, record, 'x', quiet, act);
    expect(now.isUndone).toBe(isUndone);
    expect((await readdir(join(record.folder, 'reserve'))).length).toBeLessThan(2);
  });

  it.each<[string, readonly string[], boolean, boolean]>([
    ['a run that has begun', [], true, true],
    ['one that may go back over what another did since', ['x', 'cluster.changed-since'], true, false],
    ['one for which something else is accepted', ['x'], true, true],
    ['one that has not begun', [], false, false],
  ])('asks the lock whether another has been there meanwhile: %s', async (_what, accept, begun, asks) => {
    const { cluster, now } = world();
    const fresh = await simulatedJournal(() => new Date(), folder).create(record.plan);
    const act = async (): Promise<RunView> => viewOf({ record });
    await driveRun(cluster, begun ? record : fresh, 'x', { ...quiet, accept }, act);
    expect(now.goesOn).toBe(asks);
  });

  it('has its view also where leftovers cannot be dropped', async () => {
    const { cluster } = world();
    const dropLeftovers = async (): Promise<never> => Promise.reject(new Error('the server is away'));
    const there = { ...cluster, dropLeftovers } as unknown as Cluster;
    expect((await driveRun(there, record, 'x', quiet, stopped)).state).toBe('stopped');
  });

  it('keeps the room of a run that goes on later', async () => {
    await driveRun(world().cluster, record, 'x', quiet, stopped);
    expect((await readdir(join(record.folder, 'reserve'))).length).toBeGreaterThan(5);
  });

  it('frees the lock of a run that has not begun, and gives it back after a fault', async () => {
    const { cluster, log } = world();
    const unbegun = await simulatedJournal(() => new Date(), folder).create(record.plan);
    const fault = async (): Promise<RunView> => Promise.reject(new Error('a fault'));
    await expect(driveRun(cluster, unbegun, 'x', quiet, fault)).rejects.toThrow('a fault');
    expect(log.at(-1)).toBe('freed');
    expect(await unbegun.driver()).toBeUndefined();
  });

  it('gives the claim back where another has the lock', async () => {
    const { cluster, now } = world();
    now.locked = new Error('locked');
    await expect(driveRun(cluster, record, 'x', quiet, stopped)).rejects.toThrow('locked');
    expect(await record.driver()).toBeUndefined();
  });

  it('begins nothing more once the lock was taken away, and hears its own terminal else', async () => {
    const { cluster, now, log } = world();
    const own: Asked = { what: 'abort', who: 'ana@desk', why: 'Ctrl-C', at: 'now' };
    const asked: unknown[] = [];
    await driveRun(cluster, record, 'x', { ...quiet, asked: () => own }, async (drive) => {
      asked.push(drive.asked());
      now.lost = 'then';
      asked.push(drive.asked());
      return stopped(drive);
    });
    const lost = { what: 'pause', who: 'baiup', why: "somebody took the cluster's lock away", at: 'then' };
    expect(asked).toEqual([own, lost]);
    // Scratch databases of a cluster that is somebody else's now may be theirs.
    expect(log).not.toContain('swept');
  });

  it('gives a revision as long as its operator says', async () => {
    const { cluster, log } = world();
    await driveRun(cluster, record, 'x', { ...quiet, revisionLimitMs: 5 }, stopped);
    expect(log[1]).toEqual([record.id, record.folder, { revisionTimeoutMs: 5 }]);
  });
});

it.each<[RunView['state'], number]>([
  ['done', 0],
  ['rolled-back', 0],
  ['stopped', 3],
  ['running', 3],
  ['undoing', 3],
  ['failed', 1],
  ['broken', 1],
])('a run that is %s ends in exit code %i', (state, code) => {
  expect(exitOf({ state } as RunView)).toBe(code);
});

it('refuses what is of another cluster', () => {
  const cluster = { inventory: { cluster: 'lab' }, file: 'cluster.yaml' } as unknown as Cluster;
  expect(() => sameCluster(cluster, 'lab', 'r-1')).not.toThrow();
  expect(() => sameCluster(cluster, 'hall', 'r-1')).toThrowError(
    expect.objectContaining({
      code: 'cluster.other',
      message: 'r-1 is for cluster hall, but cluster.yaml is lab',
      exit: 64,
      hint: 'name the right one with --cluster FILE',
    }),
  );
});
