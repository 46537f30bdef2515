import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { HostReader } from './port.ts';

/** Milliseconds after which who knocked elsewhere is sure not to have knocked here. */
const arrivalMs = 1_000;

/** Whether a host is the machine that baiup runs on: what knocks there arrives here. */
export async function sharesLoopback({ accepts }: Pick<HostReader, 'accepts'>): Promise<boolean> {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    // The answer from there may be here before we are told of who knocked.
    const arrived = once(server, 'connection').then(() => true);
    if (!(await accepts({ host: '127.0.0.1', port }, 2_000))) return false;
    return await Promise.race([arrived, delay(arrivalMs, false, { ref: false })]);
  } finally {
    server.close();
  }
}
