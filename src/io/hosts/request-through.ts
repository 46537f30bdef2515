import type { Duplex } from 'node:stream';
import { type HttpRequest, httpRequest } from './http-request.ts';
import type { HttpAnswer, NetAddress } from './network-port.ts';

type Connect = (address: NetAddress) => Promise<Duplex>;

/** One request from this machine, or over a connection that begins elsewhere, where one is given. */
export async function requestThrough(
  through: Connect | undefined,
  request: Omit<HttpRequest, 'over'>,
): Promise<HttpAnswer> {
  if (!through) return httpRequest(request);
  const { hostname, port, protocol } = new URL(request.url);
  const usual = protocol === 'https:' ? 443 : 80;
  const host = hostname.replace(/^\[|\]$/g, '');
  const over = await through({ host, port: port === '' ? usual : Number(port) });
  try {
    return await httpRequest({ ...request, over });
  } finally {
    over.destroy();
  }
}
