import type { HostReader } from './port.ts';

const patience = { timeoutMs: 5_000 };

/** "0: 0100007F:1F90 …" → the local port and the inode of its socket. */
function socketIn(line: string): { readonly port: number; readonly inode: string } | undefined {
  const fields = line.trim().split(/\s+/);
  const [local, inode] = [fields[1]?.split(':').at(-1), fields[9]];
  return local && inode ? { port: Number.parseInt(local, 16), inode } : undefined;
}

/** The local ports of TCP connections that processes of a host have; none of processes that we may not look at. */
export async function portsOf(host: HostReader, pids: readonly number[]): Promise<ReadonlySet<number>> {
  if (pids.length === 0) return new Set();
  const folders = pids.map((pid) => `/proc/${pid}/fd`);
  const [own, tables] = await Promise.all([
    host.ask({ argv: ['find', ...folders, '-lname', 'socket:*', '-printf', '%l\\n'], ...patience }),
    host.ask({ argv: ['cat', '/proc/net/tcp', '/proc/net/tcp6'], ...patience }),
  ]);
  const inodes = new Set([...own.stdout.matchAll(/\[(\d+)\]/g)].map(([, inode]) => inode));
  const found = tables.stdout.split('\n').flatMap((line) => socketIn(line) ?? []);
  return new Set(found.filter(({ inode }) => inodes.has(inode)).map(({ port }) => port));
}
