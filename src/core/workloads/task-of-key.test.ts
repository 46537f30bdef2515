import { expect, it } from 'vitest';
import { taskOfKey } from './task-of-key.ts';

const id = '11111111-1111-4111-8111-111111111111';
const state = { status: 'started', current: '0', total: '0', msg: '', last_update: '1764300000.5' };
const event = (name: string): string => JSON.stringify({ name, source: 'm1', args: 'gA==' });

it.each<[release: string, key: Parameters<typeof taskOfKey>[0], task: object | undefined]>([
  ['22.09, just begun', { key: `bgtask.${id}`, hash: state }, { id, heard: 1764300000500 }],
  [
    '24.03, half done',
    { key: `bgtask.${id}`, hash: { ...state, current: '3', total: '7', msg: 'cloning' } },
    { id, heard: 1764300000500, progress: { done: 3, all: 7 }, message: 'cloning' },
  ],
  ['24.03, done', { key: `bgtask.${id}`, hash: { ...state, status: 'done' } }, undefined],
  ['24.03, failed', { key: `bgtask.${id}`, hash: { ...state, status: 'failed' } }, undefined],
  ['24.03, of a broken hash', { key: `bgtask.${id}`, hash: { status: 'started', total: 'x' } }, { id }],
  ['25.11', { key: `bgtask.${id}`, text: event('bgtask_updated') }, { id }],
  ['25.11, done', { key: `bgtask.${id}`, text: event('bgtask_done') }, undefined],
  ['25.11, no JSON', { key: `bgtask.${id}`, text: 'x' }, undefined],
  ['25.11, gone while it was read', { key: `bgtask.${id}`, text: null }, undefined],
  [
    '25.13',
    {
      key: `bgtask:task:${id}`,
      text: JSON.stringify({ task_name: 'clone_vfolder', server_id: 's1', body: {} }),
    },
    { id, name: 'clone_vfolder', server: 's1' },
  ],
  ['25.13, broken', { key: `bgtask:task:${id}`, text: '{}' }, undefined],
  [
    '25.15',
    { key: `bgtask:meta:${id}`, hash: { task_name: 'push_image', ongoing_count: '1', success_count: '0' } },
    { id, name: 'push_image' },
  ],
  [
    '25.15, done',
    { key: `bgtask:meta:${id}`, hash: { task_name: 'push_image', ongoing_count: '0' } },
    undefined,
  ],
  ['another key', { key: `bgtask:server:${id}`, hash: state }, undefined],
  ['no id', { key: 'bgtask.', hash: state }, undefined],
])('%s', (_release, key, task) => {
  expect(taskOfKey(key)).toEqual(task);
});
