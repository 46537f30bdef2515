import { expect, it } from 'vitest';
import { busyBeside } from './busy-beside.ts';

const now = Date.parse('2026-11-28T10:00:00Z');
const away = () => Promise.reject(new Error('away'));

it('counts what is under way, but no task that has been silent for long', async () => {
  const tasks = async () => [
    { id: 'one' },
    { id: 'two', heard: now - 60_000 },
    { id: 'dead', heard: now - 3600_000 },
  ];
  const uploads = async () => [{ host: 'h', path: '/v/.upload/x' }];
  expect(await busyBeside({ tasks, uploads }, now)).toEqual({ tasks: 2, uploads: 1 });
});

it('does not know what cannot be asked', async () => {
  expect(await busyBeside({ tasks: async () => undefined, uploads: away }, now)).toEqual({});
  expect(await busyBeside({ tasks: away, uploads: async () => [] }, now)).toEqual({ uploads: 0 });
  expect(await busyBeside({ tasks: away, uploads: async () => undefined }, now)).toEqual({});
});
