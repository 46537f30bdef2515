import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunFact } from '../../core/run/event.ts';
import { reduceRun } from '../../core/run/reduce.ts';
import type { RunView } from '../../core/run/view.ts';
import { type SimulatedLock, simulatedLock } from '../../io/configstore/simulated-lock.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { simulatedJournal } from '../../io/journal/simulated-journal.ts';
import type { Hook } from '../../io/notify/hook.ts';
import { driveRun } from '../engine/drive.ts';
import type { Drive } from '../engine/port.ts';
import { emptyContext, simulatedPlan } from '../engine/simulated-world.ts';
import { clusterLock } from './cluster-lock.ts';
import type { Cluster } from './open-cluster.ts';

const now = () => new Date('2026-11-27T12:00:00Z');
const plan = simulatedPlan(1);

let folder = '';
let store: SimulatedLock;
let record: RunRecord;
let cluster: Cluster;
/** How the lock was when leftovers were dropped. */
let dropped: (string | undefined)[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-driven-'));
  const journal = simulatedJournal(now, folder);
  store = simulatedLock();
  record = await journal.create(plan);
  const lock = clusterLock(store, journal, now);
  dropped = [];
  const dropLeftovers = async (): Promise<void> => {
    dropped.push((await store.read())?.holder?.id);
  };
  const inventory = { components: [] };
  cluster = { inventory, lock, hooks: [], dropLeftovers, stepContext: emptyContext } as unknown as Cluster;
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

const options = { asked: () => undefined, onAsked: () => undefined, onEvent: () => undefined };
const drive = (act: (drive: Drive) => Promise<RunView>) => driveRun(cluster, record, '0 → 1', options, act);

async function begin(): Promise<void> {
  await record.append({
    kind: 'run.started',
    plan: plan.id,
    cluster: plan.cluster,
    from: '0',
    to: '1',
    hops: [{ from: '0', to: '1', kind: 'major' }],
    predicted: 1,
    who: 'ana@desk',
    accepted: [],
  });
}

const view = async (): Promise<RunView> => reduceRun(await record.events()) as RunView;

describe('a run that is driven', () => {
  it('has the lock by its id, and the claim', async () => {
    await drive(async () => {
      await begin();
      expect((await store.read())?.holder).toMatchObject({ run: 'r-1', id: record.id, from: '0', to: '1' });
      expect(await record.driver()).toMatchObject({ life: 'alive' });
      return view();
    });
    expect(await record.driver()).toBeUndefined();
  });

  it.each(['done', 'failed', 'rolled-back'] as const)('gives the lock back once it is %s', async (state) => {
    await drive(async () => {
      await begin();
      await record.append({ kind: 'run.finished', state });
      return view();
    });
    expect(await store.read()).toBeUndefined();
    expect(dropped).toEqual([record.id]);
  });

  it('ends as it ended where its server cannot be asked for what was left behind', async () => {
    const away = async () => {
      throw new Error('the database is away');
    };
    cluster = { ...cluster, dropLeftovers: away };
    const end = drive(async () => {
      await begin();
      await record.append({ kind: 'run.finished', state: 'done' });
      return view();
    });
    expect(await end).toMatchObject({ state: 'done' });
    expect(await store.read()).toBeUndefined();
  });

  it.each([
    ['stopped', { kind: 'run.stopped' }],
    ['broken', { kind: 'run.finished', state: 'broken' }],
  ] as const)('keeps the lock while it is %s, and nobody drives it then', async (_what, fact) => {
    await drive(async () => {
      await begin();
      await record.append(fact);
      return view();
    });
    expect(await store.read()).toMatchObject({ holder: { id: record.id }, life: 'left' });
  });

  it.each([
    [
      'done',
      [
        { kind: 'hop.finished', hop: 0 },
        { kind: 'run.finished', state: 'done' },
      ],
      undefined,
    ],
    [
      'rolled back',
      [
        { kind: 'hop.finished', hop: 0 },
        { kind: 'run.finished', state: 'rolled-back' },
      ],
      true,
    ],
    ['failed in its first hop', [{ kind: 'run.finished', state: 'failed' }], true],
    [
      'failed in a later hop',
      [
        { kind: 'hop.finished', hop: 0 },
        { kind: 'run.finished', state: 'failed' },
      ],
      undefined,
    ],
  ] satisfies [string, RunFact[], true | undefined][])(
    'that is %s is the last to have had the cluster, and whether it left it as it was is known',
    async (_what, facts, undone) => {
      await drive(async () => {
        await begin();
        for (const fact of facts) await record.append(fact);
        return view();
      });
      const last = await store.last();
      expect([last?.id, last?.undone]).toEqual([record.id, undone]);
    },
  );

  it('does not go on where another has changed the cluster since, unless that is accepted', async () => {
    await drive(async () => {
      await begin();
      await record.append({ kind: 'run.stopped' });
      return view();
    });
    const left = await store.read();
    if (left) await store.remove(left);
    const other = { run: 'r-1', id: '0', what: 'run', who: 'ben@desk', why: 'x' } as const;
    await (await cluster.lock.hold(other)).free();
    await expect(drive(view)).rejects.toMatchObject({ code: 'cluster.changed-since' });
    expect(await record.driver()).toBeUndefined();
    const accepting = { ...options, accept: ['cluster.changed-since'] };
    await driveRun(cluster, record, '0 → 1', accepting, view);
    expect(await store.read()).toMatchObject({ holder: { id: record.id } });
  });

  it('tells hooks beside it, frees the lock before it waits for them, and tells what they did not take', async () => {
    const locks: unknown[] = [];
    const refusing: Hook = {
      name: 'chat',
      wants: (event) => event === 'run.finished',
      retryForMs: 0,
      send: async () => {
        await vi.waitFor(async () => expect(await store.read()).toBeUndefined());
        locks.push(await store.read());
        return { kind: 'refused', why: 'it answered 404' };
      },
    };
    cluster = { ...cluster, hooks: [refusing] };
    const ended = await drive(async ({ onEvent }) => {
      await begin();
      for (const event of await record.events()) onEvent(event);
      onEvent(await record.append({ kind: 'run.finished', state: 'done' }));
      return view();
    });
    expect(locks).toEqual([undefined]);
    expect(ended.untold).toMatchObject([{ hook: 'chat', event: 'run.finished', why: 'it answered 404' }]);
    expect(await record.driver()).toBeUndefined();
  });

  it('gives the lock back where its first event cannot be written', async () => {
    const full = async () => {
      throw new Error('the disk is full');
    };
    await expect(drive(full)).rejects.toThrow('the disk is full');
    expect(await store.read()).toBeUndefined();
    expect(await record.driver()).toBeUndefined();
  });

  it('keeps the lock where it fails once it has begun', async () => {
    const failing = drive(async () => {
      await begin();
      throw new Error('the disk is full');
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect(await store.read()).toMatchObject({ holder: { id: record.id }, life: 'left' });
  });

  it('leaves a lock alone that another has, and gives its claim back', async () => {
    const other = await cluster.lock.hold({ run: 'r-1', id: '0', what: 'run', who: 'ben@desk', why: 'x' });
    await expect(drive(view)).rejects.toMatchObject({ code: 'cluster.locked' });
    expect(await store.read()).toMatchObject({ holder: { who: 'ben@desk' } });
    expect(await record.driver()).toBeUndefined();
    await other.free();
  });

  it('asks whether the lock is its own once nothing was heard of it for a while, and before it goes back', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'Date'] });
    await drive(async ({ lost }) => {
      await begin();
      const found = await store.read();
      if (found) await store.remove(found);
      expect(await lost?.()).toBeUndefined();
      // No timer fires while a machine sleeps.
      vi.advanceTimersByTime(46_000);
      expect(await lost?.()).toMatchObject({ why: "somebody took the cluster's lock away" });
      return view();
    });
    await drive(async ({ lost }) => {
      const found = await store.read();
      if (found) await store.remove(found);
      expect(await lost?.(true)).toMatchObject({ what: 'pause' });
      return view();
    });
  });

  it('stops after the running step once its lock is taken away', async () => {
    vi.useFakeTimers();
    await drive(async ({ asked }) => {
      await begin();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(asked()).toBeUndefined();
      const found = await store.read();
      if (found) await store.remove(found);
      await vi.advanceTimersByTimeAsync(15_000);
      expect(asked()).toMatchObject({ what: 'pause', why: "somebody took the cluster's lock away" });
      return view();
    });
    expect(await store.read()).toBeUndefined();
    // Whoever took it may need scratch databases of their own.
    expect(dropped).toEqual([]);
  });
});
