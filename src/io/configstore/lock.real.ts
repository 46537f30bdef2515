import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wheelFolder } from '../python/wheel-folder.ts';
import { etcdServer, findEtcdServer } from '../services/etcd-server.ts';
import { freePorts } from '../services/free-ports.ts';
import { thisProcess } from '../services/process-identity.ts';
import type { Server } from '../services/server.ts';
import { type EtcdCall, etcdClient } from './etcd-client.ts';
import { encode } from './etcd-keys.ts';
import { type LockHolder, type LockStore, lockStore, signOfLifeSeconds } from './lock.ts';

let folder: string;
let server: Server;
let call: EtcdCall;
let mine: LockHolder['process'];
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-lock-'));
  const [port = 0, peerPort = 0] = await freePorts(2);
  server = etcdServer({ folder, port, peerPort }, await findEtcdServer({ wheels: wheelFolder }));
  await server.start({ timeoutMs: 30_000 });
  call = etcdClient({ host: '127.0.0.1', port });
  mine = await thisProcess();
});

afterAll(async () => {
  await server?.stop({ timeoutMs: 30_000 });
  await rm(folder, { recursive: true, force: true });
});

/** A lock of its own for each test, and its namespace. */
function newLock(): { store: LockStore; namespace: string } {
  count += 1;
  const namespace = `n-${count}`;
  return { store: lockStore(call, namespace), namespace };
}

const holder = (change: Partial<LockHolder> = {}): LockHolder => ({
  run: 'r-1',
  id: '7f3a9c2e41b0',
  what: 'run',
  who: 'ana@desk',
  host: 'desk',
  at: '2026-11-22T20:00:00Z',
  why: '24.03.11 → 24.09.4',
  ...(mine ? { process: mine } : {}),
  ...change,
});
const elsewhere = (): Partial<LockHolder> =>
  mine ? { process: { ...mine, host: 'other', machine: 'm-2' } } : {};
const dead = (): Partial<LockHolder> => (mine ? { process: { ...mine, ticks: mine.ticks + 1 } } : {});
const never = async (): Promise<boolean> => false;
const always = async (): Promise<boolean> => true;
/** As if its last sign of life had run out. */
const silence = (namespace: string) =>
  call('/v3/kv/deleterange', { key: encode(`/baiup/alive/${namespace}`) });

describe('the lock of a cluster', () => {
  it('counts in a series that stays, and that no other cluster has', async () => {
    const [{ store }, { store: other }] = [newLock(), newLock()];
    const names = await Promise.all([store.series(), store.series(), other.series()]);
    expect(names[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(names[1]).toBe(names[0]);
    expect(names[2]).not.toBe(names[0]);
  });

  it('is one run’s, and says whose', async () => {
    const { store } = newLock();
    expect(await store.read()).toBeUndefined();
    expect(await store.acquire(holder(), never)).toBeUndefined();
    expect(await store.read()).toMatchObject({ holder: holder(), life: 'alive' });
    const other = holder({ run: 'r-1', id: '000000000000', who: 'ben@desk' });
    expect(await store.acquire(other, never)).toMatchObject({ holder: { who: 'ana@desk' }, life: 'alive' });
    await store.release(other);
    expect(await store.read()).toMatchObject({ holder: holder() });
    await store.release(holder());
    expect(await store.read()).toBeUndefined();
    expect(await store.acquire(other, never)).toBeUndefined();
  });

  it('goes to one of many who ask at once', async () => {
    const { store } = newLock();
    const asked = Array.from({ length: 8 }, (_, n) => store.acquire(holder({ id: `${n}` }), never));
    expect((await Promise.all(asked)).filter((refused) => refused === undefined)).toHaveLength(1);
  });

  it('that was left behind goes to one of many who ask at once', async () => {
    const { store } = newLock();
    await store.acquire(holder(dead()), never);
    const asked = Array.from({ length: 8 }, (_, n) =>
      store.acquire(holder({ id: `${n}` }), async ({ life }) => life === 'dead'),
    );
    expect((await Promise.all(asked)).filter((refused) => refused === undefined)).toHaveLength(1);
  });

  it('is taken again by its own run once nobody drives that', async () => {
    const { store, namespace } = newLock();
    await store.acquire(holder(dead()), never);
    expect(await store.acquire(holder({ at: 'later' }), never)).toBeUndefined();
    expect(await store.read()).toMatchObject({ holder: { at: 'later' }, life: 'alive' });
    await store.release(holder({ at: 'later' }));

    await store.acquire(holder(elsewhere()), never);
    // A copy of the journal on this machine is the same run, and somebody drives it.
    expect(await store.acquire(holder(), never)).toMatchObject({ life: 'alive-elsewhere' });
    await silence(namespace);
    expect(await store.acquire(holder(), never)).toBeUndefined();
  });

  it('tells whether its driver lives by what is seen here, and by its signs of life from elsewhere', async () => {
    const { store, namespace } = newLock();
    const lifeOf = async (change: Partial<LockHolder>) => {
      await store.acquire(holder({ id: JSON.stringify(change), ...change }), always);
      return (await store.read())?.life;
    };
    expect(await lifeOf({})).toBe('alive');
    expect(await lifeOf(dead())).toBe('dead');
    expect(await lifeOf(elsewhere())).toBe('alive-elsewhere');
    await silence(namespace);
    expect((await store.read())?.life).toBe('silent');
    const old = { run: 'r-1', who: 'ana@desk', host: 'desk', at: '2026-11-22T20:00:00Z', why: 'x' };
    await call('/v3/kv/put', { key: encode(`/baiup/lock/${namespace}`), value: encode(JSON.stringify(old)) });
    expect(await store.read()).toMatchObject({ holder: { ...old, what: 'run' }, life: 'unknown' });
    await call('/v3/kv/put', { key: encode(`/baiup/lock/${namespace}`), value: encode('{') });
    expect(await store.read()).toMatchObject({ holder: undefined, life: 'unknown' });
  });

  it('has a sign of life that goes by itself', async () => {
    const { store, namespace } = newLock();
    await store.acquire(holder(elsewhere()), never);
    const { kvs } = await call<{ kvs: { lease: string }[] }>('/v3/kv/range', {
      key: encode(`/baiup/alive/${namespace}`),
    });
    const { TTL, grantedTTL } = await call<{ TTL: string; grantedTTL: string }>('/v3/lease/timetolive', {
      ID: kvs[0]?.lease,
    });
    expect(Number(grantedTTL)).toBe(signOfLifeSeconds);
    expect(Number(TTL)).toBeGreaterThan(0);
  });

  it.each([
    ['here', () => ({})],
    ['elsewhere', elsewhere],
  ])(
    'is left by who no longer drives: everybody sees it though its process lives on %s',
    async (_, place) => {
      const { store, namespace } = newLock();
      const own = holder(place());
      await store.acquire(own, never);
      expect(await store.beat(own)).toBe(true);
      await store.leave(own, 'then');
      expect(await store.read()).toMatchObject({ holder: { ...own, left: 'then' }, life: 'left' });
      const sign = await call('/v3/kv/range', { key: encode(`/baiup/alive/${namespace}`) });
      expect(sign).not.toHaveProperty('kvs');
      // A late sign of life brings nothing back.
      expect(await store.beat(own)).toBe(false);
      expect(await store.acquire(holder({ id: 'other' }), never)).toMatchObject({ life: 'left' });
      expect(await store.acquire(holder({ at: 'later' }), never)).toBeUndefined();
      expect(await store.read()).toMatchObject({ holder: { at: 'later' }, life: 'alive' });
    },
  );

  it('is known by the last run that had it, but for fixes', async () => {
    const { store } = newLock();
    expect(await store.last()).toBeUndefined();
    await store.acquire(holder(), never);
    const first = { id: '7f3a9c2e41b0', run: 'r-1', who: 'ana@desk', at: '2026-11-22T20:00:00Z' };
    expect(await store.last()).toEqual(first);
    await store.release(holder());
    const fix = holder({ id: 'f', what: 'fix' });
    await store.acquire(fix, never);
    await store.release(fix);
    expect(await store.last()).toEqual(first);
    const second = holder({ id: '2' });
    await store.acquire(second, never);
    expect(await store.last()).toMatchObject({ id: '2' });
    await store.release(second, { ...first, undone: true });
    expect(await store.last()).toEqual({ ...first, undone: true });
  });

  it('tells who had it that it was taken away', async () => {
    const { store } = newLock();
    await store.acquire(holder(), never);
    const found = await store.read();
    expect(found && (await store.remove(found))).toBe(true);
    expect(await store.beat(holder())).toBe(false);
    // The same run, driven by another process now.
    await store.acquire(holder({ at: 'later' }), never);
    expect(await store.beat(holder())).toBe(false);
    await store.leave(holder(), 'then');
    await store.release(holder());
    expect(await store.read()).toMatchObject({ holder: { at: 'later' }, life: 'alive' });
    expect(found && (await store.remove(found))).toBe(false);
  });
});
