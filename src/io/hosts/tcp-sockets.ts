import type { HostReader } from './port.ts';

/** One end of a TCP connection, or where one is waited for. */
export interface TcpSocket {
  /** The local one. */
  readonly port: number;
  readonly isListening: boolean;
  /** By this number the processes that hold it are found. */
  readonly inode: string;
}

const listening = '0A';

/** "0: 0100007F:1F90 00000000:0000 0A …": @see proc_pid_net(5) */
function socketIn(line: string): TcpSocket | undefined {
  const fields = line.trim().split(/\s+/);
  const [local, inode] = [fields[1]?.split(':').at(-1), fields[9]];
  if (!local || !inode) return undefined;
  return { port: Number.parseInt(local, 16), isListening: fields[3] === listening, inode };
}

/** All TCP sockets of a host. */
export async function tcpSockets(host: HostReader): Promise<TcpSocket[]> {
  const { stdout } = await host.ask({
    argv: ['cat', '/proc/net/tcp', '/proc/net/tcp6'],
    timeoutMs: 20_000,
  });
  return stdout.split('\n').flatMap((line) => socketIn(line) ?? []);
}
