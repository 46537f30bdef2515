import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { HostReader } from './port.ts';

/** Whether a host is the machine that baiup runs on: what knocks there arrives here. */
export async function sharesLoopback({ accepts }: Pick<HostReader, 'accepts'>): Promise<boolean> {
  let hasCome = false;
  const server = createServer((socket) => {
    hasCome = true;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    return (await accepts({ host: '127.0.0.1', port }, 2_000)) && hasCome;
  } finally {
    server.close();
  }
}
