import type { HostReader } from './port.ts';
import { tcpSockets } from './tcp-sockets.ts';

/** The local ports of TCP connections that processes of a host have; none of processes that we may not look at. */
export async function portsOf(host: HostReader, pids: readonly number[]): Promise<ReadonlySet<number>> {
  if (pids.length === 0) return new Set();
  const folders = pids.map((pid) => `/proc/${pid}/fd`);
  const [own, sockets] = await Promise.all([
    host.ask({ argv: ['find', ...folders, '-lname', 'socket:*', '-printf', '%l\\n'], timeoutMs: 20_000 }),
    tcpSockets(host),
  ]);
  const inodes = new Set([...own.stdout.matchAll(/\[(\d+)\]/g)].map(([, inode]) => inode));
  return new Set(sockets.filter(({ inode }) => inodes.has(inode)).map(({ port }) => port));
}
