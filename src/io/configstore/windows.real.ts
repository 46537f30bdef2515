import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnnouncedWindow } from '../../core/cluster/announced-window.ts';
import { wheelFolder } from '../python/wheel-folder.ts';
import { etcdServer, findEtcdServer } from '../services/etcd-server.ts';
import { freePorts } from '../services/free-ports.ts';
import type { Server } from '../services/server.ts';
import { type EtcdCall, etcdClient } from './etcd-client.ts';
import { encode } from './etcd-keys.ts';
import { simulatedWindows } from './simulated-windows.ts';
import { type WindowStore, windowStore } from './windows.ts';

let folder: string;
let server: Server;
let call: EtcdCall;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-windows-'));
  const [port = 0, peerPort = 0] = await freePorts(2);
  server = etcdServer({ folder, port, peerPort }, await findEtcdServer({ wheels: wheelFolder }));
  await server.start({ timeoutMs: 30_000 });
  call = etcdClient({ host: '127.0.0.1', port });
});

afterAll(async () => {
  await server?.stop({ timeoutMs: 30_000 });
  await rm(folder, { recursive: true, force: true });
});

const window = (change: Partial<AnnouncedWindow> = {}): AnnouncedWindow => ({
  ...{ from: '24.03.11', to: '24.09.4', at: '2026-11-29T02:00:00.000Z', who: 'ana@desk' },
  ...{ before: { single: 'hello' }, ours: [] },
  ...change,
});

const inEtcd = (): WindowStore => {
  count += 1;
  return windowStore(call, `n-${count}`);
};

describe.each<[string, () => WindowStore]>([
  ['etcd', inEtcd],
  ['memory', () => simulatedWindows()],
])('an announced window in %s', (_where, open) => {
  it('is written once where there is none, and read as it was written', async () => {
    const store = open();
    expect(await store.read()).toBeUndefined();
    expect(await store.write(window(), undefined)).toBe(true);
    expect(await store.write(window({ who: 'bob@desk' }), undefined)).toBe(false);
    expect((await store.read())?.window).toEqual(window());
  });

  it('is replaced and removed only by whoever saw its latest form', async () => {
    const store = open();
    await store.write(window(), undefined);
    const first = await store.read();
    const moved = window({ at: '2026-11-30T02:00:00.000Z', moved: window().at });
    expect(await store.write(moved, first)).toBe(true);
    expect(await store.write(window({ who: 'late' }), first)).toBe(false);
    expect(first && (await store.remove(first))).toBe(false);
    const latest = await store.read();
    expect(latest?.window).toEqual(moved);
    expect(latest && (await store.remove(latest))).toBe(true);
    expect(await store.read()).toBeUndefined();
  });
});

it('what baiup did not write is no window, and in nobody’s way', async () => {
  const store = inEtcd();
  await call('/v3/kv/put', { key: encode(`/baiup/window/n-${count}`), value: encode('{"at":7}') });
  expect(await store.read()).toBeUndefined();
  expect(await store.write(window(), undefined)).toBe(true);
  expect((await store.read())?.window).toEqual(window());
});
