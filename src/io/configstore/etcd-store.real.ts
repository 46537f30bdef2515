import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secret } from '../../lib/secret.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import { wheelFolder } from '../python/wheel-folder.ts';
import { etcdServer, findEtcdServer } from '../services/etcd-server.ts';
import { freePorts } from '../services/free-ports.ts';
import type { Server } from '../services/server.ts';
import { etcdClient } from './etcd-client.ts';
import { encode } from './etcd-keys.ts';
import { etcdStore } from './etcd-store.ts';
import { parseSnapshot } from './snapshot.ts';

let folder: string;
let server: Server;
let address: { host: string; port: number };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-etcd-'));
  const [port = 0, peerPort = 0] = await freePorts(2);
  server = etcdServer({ folder, port, peerPort }, await findEtcdServer({ wheels: wheelFolder }));
  await server.start({ timeoutMs: 30_000 });
  address = { host: '127.0.0.1', port };
});

afterAll(async () => {
  await server?.stop({ timeoutMs: 30_000 });
  await rm(folder, { recursive: true, force: true });
});

describe('a namespace in etcd', () => {
  it('gets, puts, lists and deletes', async () => {
    const store = etcdStore({ ...address, namespace: 'keys' });
    expect(await store.get('manager/status')).toBeUndefined();
    await store.put('manager/status', 'frozen');
    await store.put('config/empty', '');
    await store.put('config/이름', '값');
    expect(await store.get('manager/status')).toBe('frozen');
    expect(await store.list('config/')).toEqual([
      { key: 'config/empty', value: '' },
      { key: 'config/이름', value: '값' },
    ]);
    await store.delete('manager/status');
    await store.delete('manager/status');
    expect(await store.get('manager/status')).toBeUndefined();
  });

  it('is reached through a host where this machine does not reach it', async () => {
    const through = () => thisMachine.connect(address, 5_000);
    const store = etcdStore({ host: 'etcd.invalid', port: 1, through, namespace: 'through' });
    await store.put('config/a', 'b');
    expect(await etcdStore({ ...address, namespace: 'through' }).get('config/a')).toBe('b');
    expect(await store.get('config/a')).toBe('b');
  });

  it('knows which others have a key', async () => {
    const [one, two, none] = ['with/a slash', 'served', 'never'].map((name) =>
      etcdStore({ ...address, namespace: name }),
    );
    await one?.put('manager/status', 'running');
    await two?.put('manager/status', 'frozen');
    await none?.put('config/manager/status/x', 'running');
    const found = await none?.namespacesWith('manager/status');
    expect(found).toEqual(expect.arrayContaining(['with/a slash', 'served']));
    expect(found).not.toContain('never');
  });

  it('edits many keys together', async () => {
    const store = etcdStore({ ...address, namespace: 'edits' });
    await store.put('config/old', '1');
    const puts = Array.from({ length: 200 }, (_, n) => ({ key: `config/new/${n}`, value: `${n}` }));
    await store.edit({ puts, removes: ['config/old', 'config/never-there'] });
    expect(await store.list('config/new/')).toHaveLength(200);
    expect(await store.get('config/old')).toBeUndefined();
  });

  it('comes back whole from a snapshot of many pages, but for what is volatile', async () => {
    const store = etcdStore({ ...address, namespace: 'many' });
    await store.put('config/a', 'before');
    for (let n = 0; n < 1203; n += 100) {
      await Promise.all(
        Array.from({ length: Math.min(100, 1203 - n) }, (_, i) => store.put(`volumes/${n + i}`, `v${n + i}`)),
      );
    }
    const call = etcdClient(address);
    const { ID } = await call<{ ID: string }>('/v3/lease/grant', { TTL: '600' });
    await call('/v3/kv/put', { key: encode('/sorna/many/nodes/i-1'), value: encode('up'), lease: ID });
    const snapshot = parseSnapshot(JSON.stringify(await store.snapshotNamespace()));
    expect(snapshot.keys).toHaveLength(1205);
    expect(snapshot.keys.filter((pair) => pair.volatile)).toHaveLength(1);

    await store.put('config/a', 'after');
    await store.put('config/new', 'x');
    await Promise.all(Array.from({ length: 300 }, (_, n) => store.delete(`volumes/${n}`)));
    await call('/v3/lease/revoke', { ID });
    expect(await store.restoreNamespace(snapshot)).toEqual({ put: 301, removed: 1 });
    expect(await store.restoreNamespace(snapshot)).toEqual({ put: 0, removed: 0 });
    const lasting = (keys: typeof snapshot.keys) => keys.filter((pair) => !pair.volatile);
    expect(lasting((await store.snapshotNamespace()).keys)).toEqual(lasting(snapshot.keys));
  });

  it('can be copied under another name, for a rehearsal', async () => {
    const [one, two] = [
      etcdStore({ ...address, namespace: 'one' }),
      etcdStore({ ...address, namespace: 'two' }),
    ];
    await one.put('config/docker/registry/r%3A5000', 'http://r:5000');
    await two.restoreNamespace(await one.snapshotNamespace());
    expect(await two.readRegistries()).toMatchObject([{ host: 'r:5000', projects: [] }]);
  });
});

describe('what is in the way', () => {
  it('is named: nobody listens', async () => {
    const store = etcdStore({ ...address, port: 1, namespace: 'x' });
    await expect(store.get('a')).rejects.toMatchObject({
      code: 'etcd.unreachable',
      hint: expect.any(String),
    });
  });

  it('is named: a user is needed, or the password is wrong', async () => {
    const call = etcdClient(address);
    await call('/v3/auth/user/add', { name: 'root', password: 'root-password' });
    await call('/v3/auth/user/grant', { user: 'root', role: 'root' }).catch(() => undefined);
    await call('/v3/auth/role/add', { name: 'root' });
    await call('/v3/auth/user/grant', { user: 'root', role: 'root' });
    await call('/v3/auth/enable', {});
    const open = (user?: string, password = '') =>
      etcdStore({ ...address, namespace: 'keys', ...(user ? { user, password: secret(password) } : {}) });
    await expect(open().get('config/empty')).rejects.toMatchObject({ code: 'etcd.refused' });
    await expect(open('root', 'wrong').get('config/empty')).rejects.toMatchObject({ code: 'etcd.refused' });
    const store = open('root', 'root-password');
    expect(await store.get('config/empty')).toBe('');
    await store.put('config/empty', 'full');
    expect(await store.get('config/empty')).toBe('full');
  });
});
