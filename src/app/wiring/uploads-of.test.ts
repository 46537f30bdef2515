import { expect, it } from 'vitest';
import { simulatedInventory } from '../../core/cluster/simulated-cluster.ts';
import { uploadsOf } from './uploads-of.ts';

const upload = '/proc/71/fd/9 /vfroot/b9f9095ba37341a6ba8413d5ed11879d/.upload/part';
const all = ['/proc ', '/proc/70/fd/0 /dev/null', '/proc/70/fd/3 socket:[1]'];

/** What find prints for a user; nobody, where it cannot be that user. */
const asks = (lines: readonly string[] | undefined) => ({
  name: 'st1',
  ask: async () => {
    if (lines === undefined) throw new Error('no root');
    return {
      exitCode: 1,
      stdout: lines.map((line) => `${line}\n`).join(''),
      stderr: 'Permission denied',
      durationMs: 1,
    };
  },
});

const seen = (
  user: readonly string[] | undefined,
  root: readonly string[] | undefined,
  state: { active: boolean; pid?: number } = { active: true, pid: 70 },
) =>
  uploadsOf({
    inventory: simulatedInventory([{ id: 's1', component: 'storage-proxy', host: 'st1' } as never]),
    host: () => ({ ...asks(user), asRoot: () => asks(root) }),
    service: () => ({ state: async () => ({ environment: '/e', ...state }) }),
  });

it.each([
  ['as root', undefined, [...all, upload], 1],
  ['as the user that the storage-proxy runs as', [...all, upload], undefined, 1],
  ['where there are none', undefined, all, 0],
])('uploads are seen %s', async (_what, user, root, count) => {
  expect(await seen(user, root)).toHaveLength(count);
});

it.each<[string, string[], string[] | undefined]>([
  ['by another user, without root', ['/proc '], undefined],
  ['by another user, who uploads something else', ['/proc ', upload], undefined],
  ['by a find that cannot print', [], []],
  ['where links are not told', ['/proc ', '/proc/70/fd/0 '], undefined],
])('nobody knows of uploads %s', async (_what, user, root) => {
  expect(await seen(user, root)).toBeUndefined();
});

it('a storage-proxy that does not run has no uploads, and one whose process is unknown may have', async () => {
  expect(await seen(['/proc '], undefined, { active: false })).toEqual([]);
  expect(await seen(all, all, { active: true })).toBeUndefined();
});
