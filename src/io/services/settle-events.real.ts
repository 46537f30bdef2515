import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { thisMachine } from '../hosts/this-machine.ts';
import { findPython } from '../python/interpreters.ts';
import { wheelFolder } from '../python/wheel-folder.ts';
import { freePorts } from './free-ports.ts';
import { findRedisServer, redisServer } from './redis-server.ts';
import { releaseLocks } from './release-locks.ts';
import type { Server } from './server.ts';
import { settleEvents } from './settle-events.ts';

let folder: string;
let server: Server;
let environment: string;
let port: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-events-'));
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

/** Commands, each a line. @returns all that is answered */
async function redis(...lines: readonly string[]): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  socket.write(['SELECT 4', ...lines, 'QUIT', ''].join('\r\n'));
  await once(socket, 'close');
  return text;
}

const told = (name: string): string => `XADD events * name ${name} source i-a1 args x`;
const settle = (more: object = {}) =>
  settleEvents(thisMachine, environment, { host: '127.0.0.1', port, ...more });

it('nothing is settled where no manager has read anything, nor where none answers', async () => {
  expect(await settle()).toBe(0);
  const [closed = 0] = await freePorts(1);
  expect(await settle({ port: closed })).toBeUndefined();
});

it('what is told of agents is acknowledged, page by page; all else waits for the next manager', async () => {
  await redis(
    'XGROUP CREATE events manager $ MKSTREAM',
    'XGROUP CREATE events agent $',
    told('agent_terminated'),
    told('kernel_terminated'),
    ...Array.from({ length: 240 }, () => told('agent_heartbeat')),
    told('session_started'),
    'XREADGROUP GROUP manager m1 STREAMS events >',
    'XREADGROUP GROUP agent a1 STREAMS events >',
    // Nobody has read this one: it is news.
    told('agent_started'),
  );
  expect(await settle()).toBe(241);
  expect(await settle()).toBe(0);
  const left = await redis(
    'XPENDING events manager',
    'XPENDING events agent',
    'XREADGROUP GROUP manager m1 STREAMS events >',
  );
  expect(left).toContain('agent_started');
  expect(left.match(/\*4\r\n:(\d+)/g)).toEqual(['*4\r\n:2', '*4\r\n:243']);
});

it('locks of managers are removed, and nothing else', async () => {
  const release = (at = port) => releaseLocks(thisMachine, environment, { host: '127.0.0.1', port: at });
  await redis('SELECT 5', 'SET 92 token EX 630', 'SET 191 token', 'SET 42 token', 'SELECT 4', 'SET 91 mine');
  expect(await release()).toBe(2);
  expect(await release()).toBe(0);
  const left = await redis('SELECT 5', 'KEYS *', 'SELECT 4', 'GET 91');
  expect(left).toMatch(/\*1\r\n\$2\r\n42\r\n[\s\S]*mine/);
  const [closed = 0] = await freePorts(1);
  expect(await release(closed)).toBeUndefined();
});
