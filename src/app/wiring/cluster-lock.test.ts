import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunFact } from '../../core/run/event.ts';
import { type SimulatedLock, simulatedLock } from '../../io/configstore/simulated-lock.ts';
import type { Journal, RunRecord } from '../../io/journal/port.ts';
import { simulatedJournal } from '../../io/journal/simulated-journal.ts';
import { simulatedPlan } from '../engine/simulated-world.ts';
import { type ClusterLock, clusterLock, type LockBy } from './cluster-lock.ts';

const now = () => new Date('2026-11-27T12:00:00Z');
const plan = simulatedPlan(1);
const began: RunFact = {
  kind: 'run.started',
  plan: plan.id,
  cluster: 'hand',
  from: '0',
  to: '1',
  hops: [{ from: '0', to: '1', kind: 'major' }],
  predicted: 1,
  who: 'ana@desk',
  accepted: [],
};

let store: SimulatedLock;
let [anas, bens]: [Journal, Journal] = [simulatedJournal(now, '/a'), simulatedJournal(now, '/b')];
let [ana, ben]: [ClusterLock, ClusterLock] = [undefined, undefined] as never;
let run: RunRecord;

/** Two operators, each with a journal of their own, whose first runs are both called r-1. */
beforeEach(async () => {
  store = simulatedLock();
  [anas, bens] = [simulatedJournal(now, '/a'), simulatedJournal(now, '/b')];
  [ana, ben] = [clusterLock(store, anas, now), clusterLock(store, bens, now)];
  run = await anas.create(plan);
});

afterEach(() => void vi.useRealTimers());

const by = ({ name, id }: RunRecord, who = 'ana@desk'): LockBy => ({
  run: name,
  id,
  what: 'run',
  from: '0',
  to: '1',
  who,
  why: '0 → 1',
});
const fix: LockBy = { run: 'fix', id: '0f', what: 'fix', who: 'ana@desk', why: 'baiup check --fix' };

describe('the cluster’s lock between two operators', () => {
  it('gives each who has it a number that only grows, by which hosts know whose turn it is', async () => {
    const turns: number[] = [];
    for (const each of [ana, ben, ana]) {
      const lock = await each.hold({ ...fix, id: `${turns.length}f` });
      turns.push(lock.turn.number);
      await lock.free();
    }
    expect(turns).toEqual([...new Set(turns)].sort((one, other) => one - other));
    expect(turns).toHaveLength(3);
  });

  it('is not opened by a run of the same name, nor given back by it', async () => {
    await run.append(began);
    await ana.hold(by(run));
    const other = await bens.create(plan);
    expect([other.name, other.id === run.id]).toEqual([run.name, false]);
    await expect(ben.hold(by(other, 'ben@desk'))).rejects.toMatchObject({
      code: 'cluster.locked',
      exit: 2,
      message: expect.stringMatching(
        /run r-1 of ana@desk, 0 → 1, since .*; process \d+ on this machine drives it/,
      ),
    });
    const seen = (await ben.find())?.lock;
    expect(seen).toMatchObject({ id: run.id, who: 'ana@desk' });
    expect(seen).not.toHaveProperty('journal');
  });

  it('tells each what they can do about a run that nobody drives', async () => {
    await run.append(began);
    await (await ana.hold(by(run))).leave();
    const refused = (lock: ClusterLock) => lock.hold({ ...fix, id: '1f' });
    await expect(refused(ana)).rejects.toMatchObject({
      message: expect.stringMatching(/unfinished; nobody drives it: its driver on .* has stopped/),
      hint: 'go on: baiup resume r-1, or go back: baiup rollback r-1',
    });
    await expect(refused(ben)).rejects.toMatchObject({
      hint: expect.stringMatching(
        /^ana@desk has its journal; go on there: baiup resume r-1, .*baiup unlock$/,
      ),
    });
    store.seem('silent');
    await expect(refused(ben)).rejects.toMatchObject({
      message: expect.stringMatching(/no sign of life from .* for more than a minute/),
    });
    await (await ana.hold(by(run))).free();
    expect(await ben.find()).toBeUndefined();
  });

  it('tells of a run that was killed inside going back how to finish that', async () => {
    await run.append(began);
    await run.append({ kind: 'undo.started', why: 'rollback', hops: [0], who: 'ana@desk' });
    await (await ana.hold(by(run))).leave();
    await expect(ana.hold({ ...fix, id: '1f' })).rejects.toMatchObject({
      hint: 'finish going back: baiup rollback r-1',
    });
  });

  it.each([
    ['a fix that was killed', async () => void (await ana.hold(fix))],
    ['a run that never began', async () => void (await ana.hold(by(run)))],
    [
      'a run that had ended',
      async () => {
        await run.append(began);
        await run.append({ kind: 'run.finished', state: 'done' });
        await ana.hold(by(run));
      },
    ],
  ])('left behind by %s goes to the next on its machine', async (_what, leave) => {
    await leave();
    await expect(ana.hold({ ...fix, id: '1f' })).rejects.toMatchObject({ code: 'cluster.locked' });
    store.seem('dead');
    await ana.hold({ ...fix, id: '1f' });
    expect((await ana.find())?.lock.id).toBe('1f');
  });

  it.each(['alive-elsewhere', 'unknown'] as const)('is not taken over from who is %s', async (life) => {
    await ana.hold(fix);
    store.seem(life);
    await expect(ben.hold({ ...fix, id: '1f' })).rejects.toMatchObject({ code: 'cluster.locked' });
  });

  it('keeps a run from building on what another has changed since', async () => {
    const held = await ana.hold(by(run));
    await held.leave();
    expect(await (await ben.find())?.remove()).toBe(true);
    await (await ana.hold(by(run), true)).leave();
    await (await ben.find())?.remove();
    const other = await bens.create(plan);
    await (await ben.hold(by(other, 'ben@desk'))).free();
    await expect(ana.hold(by(run), true)).rejects.toMatchObject({
      code: 'cluster.changed-since',
      exit: 2,
      message: expect.stringContaining(`run r-1 of ben@desk (${other.id}) has changed this cluster since`),
    });
    expect(await ana.find()).toBeUndefined();
    await (await ana.hold(by(run))).free();
  });

  it('is told of whoever has the cluster now, before what they have changed', async () => {
    await run.append(began);
    await (await ana.hold(by(run))).leave();
    await (await ben.find())?.remove();
    const held = await ben.hold(by(await bens.create(plan), 'ben@desk'));
    await expect(ana.hold(by(run), true)).rejects.toMatchObject({ code: 'cluster.locked' });
    await held.free();
    await expect(ana.hold(by(run), true)).rejects.toMatchObject({ code: 'cluster.changed-since' });
  });

  it('is left for all to see by a process that lives on, also once etcd is there again', async () => {
    await run.append(began);
    const held = await ana.hold(by(run));
    vi.useFakeTimers();
    const { leave } = store;
    store.leave = () => Promise.reject(new Error('etcd is away'));
    await held.leave();
    expect((await ben.find())?.lock.life).toBe('alive');
    await vi.advanceTimersByTimeAsync(20_000);
    store.leave = leave;
    await vi.advanceTimersByTimeAsync(20_000);
    expect((await ben.find())?.lock.life).toBe('left');
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    [
      'that went back at once',
      async () => (await ben.hold(by(await bens.create(plan), 'ben@desk'))).free(true),
    ],
    [
      'that was gone on with, and back',
      async () => {
        const other = await bens.create(plan);
        await (await ben.hold(by(other, 'ben@desk'))).leave();
        await (await ben.hold(by(other, 'ben@desk'), true)).free(true);
      },
    ],
    ['that was a fix', async () => (await ben.hold(fix)).free()],
  ])('lets a run go on after another %s', async (_what, act) => {
    await (await ana.hold(by(run))).leave();
    await (await ben.find())?.remove();
    await act();
    await (await ana.hold(by(run), true)).free();
  });

  it('is removed only as it was found', async () => {
    await (await ana.hold(by(run))).leave();
    const found = await ben.find();
    await (await ana.hold(by(run))).leave();
    expect(await found?.remove()).toBe(false);
    expect(await (await ben.find())?.remove()).toBe(true);
    expect(await ana.find()).toBeUndefined();
  });
});
