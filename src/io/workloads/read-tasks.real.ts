import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { thisMachine } from '../hosts/this-machine.ts';
import { findPython } from '../python/interpreters.ts';
import { wheelFolder } from '../python/wheel-folder.ts';
import { freePorts } from '../services/free-ports.ts';
import { findRedisServer, redisServer } from '../services/redis-server.ts';
import type { Server } from '../services/server.ts';
import { readTasks } from './read-tasks.ts';

let folder: string;
let server: Server;
let environment: string;
let port: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-tasks-'));
  [port = 0] = await freePorts(1);
  server = redisServer({ folder, port }, await findRedisServer({ wheels: wheelFolder }));
  await server.start({ timeoutMs: 30_000 });
  const { path } = await findPython(thisMachine, '3.11').catch(() => findPython(thisMachine, '3.12'));
  environment = dirname(dirname(path));
});

afterAll(async () => {
  await server?.stop({ timeoutMs: 30_000 });
  await rm(folder, { recursive: true, force: true });
});

/** Commands, each a line; their answers are not looked at. */
async function redis(...lines: readonly string[]): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  socket.write([...lines, 'QUIT', ''].join('\r\n'));
  socket.resume();
  await once(socket, 'close');
}

const read = (more: object = {}) => readTasks(thisMachine, environment, { host: '127.0.0.1', port, ...more });

it('tasks are told as every release keeps them, among all else that it keeps', async () => {
  expect(await read()).toEqual([]);
  await redis(
    'SELECT 4',
    'HSET bgtask.t1 status started current 3 total 7 msg cloning last_update 1764300000.5',
    'HSET bgtask.t2 status done current 7 total 7 msg ok last_update 1764300000.5',
    'SET bgtask.t3 \'{"name":"bgtask_updated"}\'',
    'RPUSH bgtask.t9 x',
    ...Array.from({ length: 2500 }, (_, n) => `SET other.${n} x`),
    'SELECT 7',
    'SET bgtask:task:t3 \'{"task_name":"clone_vfolder","server_id":"s1"}\'',
    'HSET bgtask:meta:t4 task_name push_image ongoing_count 2',
    'SADD bgtask:server:s1 t3',
  );
  const tasks = await read();
  expect(new Map(tasks?.map((task) => [task.id, task]))).toEqual(
    new Map([
      ['t1', { id: 't1', progress: { done: 3, all: 7 }, message: 'cloning', heard: 1764300000500 }],
      ['t3', { id: 't3', name: 'clone_vfolder', server: 's1' }],
      ['t4', { id: 't4', name: 'push_image' }],
    ]),
  );
});

it('a Sentinel is asked for the Redis behind it; one that is none tells nothing', async () => {
  expect(await read({ service: 'mymaster' })).toBeUndefined();
});

it('nothing is known where none answers, or where it refuses', async () => {
  const [closed = 0] = await freePorts(1);
  expect(await read({ port: closed })).toBeUndefined();
  await redis('CONFIG SET requirepass right');
  expect(await read({ password: 'wrong' })).toBeUndefined();
  expect(await read()).toBeUndefined();
  expect(await read({ password: 'right' })).toHaveLength(3);
});
