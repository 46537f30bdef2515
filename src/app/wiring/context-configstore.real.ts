import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Announcement } from '../../core/cluster/announcement-keys.ts';
import { etcdStore } from '../../io/configstore/etcd-store.ts';
import type { ConfigStore } from '../../io/configstore/port.ts';
import { wheelFolder } from '../../io/python/wheel-folder.ts';
import { etcdServer, findEtcdServer } from '../../io/services/etcd-server.ts';
import { freePorts } from '../../io/services/free-ports.ts';
import type { Server } from '../../io/services/server.ts';
import { configstoreEdit } from '../steps/configstore-edit.ts';
import type { StepContext } from '../steps/context.ts';
import { keptFiles } from '../steps/kept-files.ts';
import { contextConfigStore } from './context-configstore.ts';

let folder: string;
let server: Server;
let store: ConfigStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-keys-'));
  const [port = 0, peerPort = 0] = await freePorts(2);
  server = etcdServer(
    { folder: join(folder, 'etcd'), port, peerPort },
    await findEtcdServer({ wheels: wheelFolder }),
  );
  await server.start({ timeoutMs: 30_000 });
  store = etcdStore({ host: '127.0.0.1', port, namespace: 'local' });
});

afterAll(async () => {
  await server?.stop({ timeoutMs: 30_000 });
  await rm(folder, { recursive: true, force: true });
});

const params = {
  hop: 1,
  rule: 'etcd-sgroup-scope',
  moves: [{ move: 'sgroup/default/', to: ['nodes/agents/i-a/', 'nodes/agents/i-b/'] }],
};

it('moves keys to all their new places, keeps what stands there, and goes back to what was captured', async () => {
  const before = {
    'config/network/subnet/agent': '0.0.0.0/0',
    'nodes/agents/i-b/config/plugins/cuda': 'its own',
    'sgroup/default/config/plugins/cuda': 'of the group',
    'sgroup/default/volumes/_mount': '/mnt',
    'sgroup/other/config/plugins/cuda': 'of another',
  };
  await store.edit({ puts: Object.entries(before).map(([key, value]) => ({ key, value })), removes: [] });
  const configStore = contextConfigStore(store);
  const context = { configStore, runFolder: folder } as unknown as StepContext;
  const all = async () => Object.fromEntries((await store.list('')).map(({ key, value }) => [key, value]));
  expect(await configStore.managerStatus()).toBeUndefined();
  await store.put('manager/status', 'frozen');
  expect(await configStore.managerStatus()).toBe('frozen');
  await store.edit({ puts: [], removes: ['manager/status'] });
  await configStore.capture(keptFiles(context, 1).etcd);

  expect(await configstoreEdit.probe(params, context, false)).toBe('todo');
  expect(await configstoreEdit.apply(params, context, 'todo')).toEqual({
    keys: ['sgroup/default/config/plugins/cuda', 'sgroup/default/volumes/_mount'],
  });
  await configstoreEdit.verify(params, context);
  const after = {
    'config/network/subnet/agent': '0.0.0.0/0',
    'nodes/agents/i-a/config/plugins/cuda': 'of the group',
    'nodes/agents/i-a/volumes/_mount': '/mnt',
    'nodes/agents/i-b/config/plugins/cuda': 'its own',
    'nodes/agents/i-b/volumes/_mount': '/mnt',
    'sgroup/other/config/plugins/cuda': 'of another',
  };
  expect(await all()).toEqual(after);
  expect(await configstoreEdit.probe(params, context, true)).toBe('done');
  await configstoreEdit.apply(params, context, 'done');
  expect(await all()).toEqual(after);

  if (typeof configstoreEdit.undo !== 'function') throw new Error('it can be undone');
  await configstoreEdit.undo(params, context);
  expect(await all()).toEqual(before);
});

it.each<[string, Announcement]>([
  ['the one key of older managers', { single: 'hello' }],
  ['the two keys of newer ones', { message: 'hello', enabled: 'false' }],
  ['all of them', { single: 'old', message: '', enabled: 'true' }],
  ['none of them', {}],
])('announces by %s, key by key, and touches nothing beside them', async (_what, announcement) => {
  const configStore = contextConfigStore(store);
  await store.put('manager/status', 'running');
  await configStore.announce({ single: 'x', message: 'y', enabled: 'true' });
  await configStore.announce(announcement);
  expect(await configStore.announcement()).toEqual(announcement);
  expect(await store.get('manager/announcement')).toBe(announcement.single);
  expect(await store.get('manager/announcement/enabled')).toBe(announcement.enabled);
  expect(await store.get('manager/status')).toBe('running');
  await store.delete('manager/status');
});
