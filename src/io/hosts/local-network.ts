import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { deadline } from '../../lib/wait.ts';
import { waiting } from '../../lib/waiting.ts';
import { httpRequest } from './http-request.ts';
import type { HttpAnswer, HttpQuestion, NetAddress } from './network-port.ts';
import type { HostReader } from './port.ts';

function http({ url, headers = {}, trust, timeoutMs }: HttpQuestion): Promise<HttpAnswer> {
  return waiting({ what: `${url} to answer`, timeoutMs }, async () => {
    const signal = deadline(timeoutMs);
    if (url.startsWith('https:')) return httpRequest({ url, headers, trust, signal });
    const response = await fetch(url, { signal, redirect: 'manual', headers });
    return { status: response.status, text: await response.text() };
  });
}

function accepts({ host, port }: NetAddress, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const end = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', end(true));
    socket.once('error', end(false));
    socket.once('timeout', end(false));
  });
}

function connected({ host, port }: NetAddress, timeoutMs: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('it did not answer')));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}

/** The network as this machine sees it. */
export const localNetwork: Pick<HostReader, 'http' | 'connect' | 'accepts'> = {
  http,
  connect: connected,
  accepts,
};
