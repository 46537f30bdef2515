import type { HostReader } from './port.ts';
import type { TcpSocket } from './tcp-sockets.ts';

/** Of all that lies below /proc only the open files of processes are looked at. */
const elsewhere = [
  '-regextype',
  'posix-extended',
  '-not',
  '-regex',
  '/proc(/[0-9]+(/fd(/[0-9]+)?)?)?',
  '-prune',
];

/** Numbers of the processes of a host that hold some sockets; none of processes that we may not look at. */
export async function holdersOf(host: HostReader, sockets: readonly TcpSocket[]): Promise<number[]> {
  if (sockets.length === 0) return [];
  const names = sockets.flatMap(({ inode }, index) => [
    ...(index > 0 ? ['-o'] : []),
    '-lname',
    `socket:\\[${inode}\\]`,
  ]);
  const { stdout } = await host.ask({
    argv: ['find', '/proc', ...elsewhere, '-o', '(', ...names, ')', '-printf', '%h\\n'],
    timeoutMs: 10_000,
  });
  return [...new Set([...stdout.matchAll(/^\/proc\/(\d+)\/fd$/gm)].map(([, pid]) => Number(pid)))];
}
