import { once } from 'node:events';
import { forwardingServer } from './forwarding-server.ts';
import type { HostReader, LentPort } from './port.ts';
import { portsAreCommon } from './ports-are-common.ts';
import { sharesLoopback } from './shares-loopback.ts';

const loopback = '127.0.0.1';

/** Milliseconds until nothing that accepts a connection is nothing there. */
const connectMs = 10_000;

/**
 * Has a port of a host's loopback answer on the loopback of this machine.
 * @param here the same number unless told
 * @throws Error of the system where that is in use here
 */
export async function bringPort(host: HostReader, port: number, here = port): Promise<LentPort> {
  if (here === port && (await sharesLoopback(host))) return portsAreCommon(port);
  const connect = () => host.connect({ host: loopback, port }, connectMs);
  const server = forwardingServer(connect).listen(here, loopback);
  await once(server, 'listening');
  return { takeBack: () => void server.close() };
}
