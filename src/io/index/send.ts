import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { type Network, openNetwork } from './network.ts';

/** One question to a server, over whatever way the operator's machine has to it. */
export interface Sending {
  readonly method: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** An answer that arrived whole, whatever its status. */
export interface Arrived {
  readonly status: number;
  readonly headers: Headers;
  /** Where it came from in the end, after redirections. */
  readonly url: string;
  readonly body: Buffer;
  /** As it came over the wire: fewer than the body's where it was compressed. */
  readonly wireBytes: number;
}

const mostRedirects = 10;
const redirects: readonly (number | undefined)[] = [301, 302, 303, 307, 308];

const unpackers: Readonly<Record<string, (packed: Buffer) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct))
    for (const value of values) headers.append(name, value);
  return headers;
}

function ask(url: URL, { method, headers, signal }: Sending, network: Network): Promise<IncomingMessage> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const accepted = { 'Accept-Encoding': 'gzip, deflate, br', ...headers };
  return new Promise((resolve, reject) => {
    send(url, { method, headers: accepted, signal, agent: network.agentFor(url) })
      .once('response', resolve)
      .once('error', reject)
      .end();
  });
}

async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Credentials never follow to another origin. */
function headersAt(next: URL, from: URL, headers: Sending['headers']): Sending['headers'] {
  if (next.origin === from.origin) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^authorization$/i.test(name)));
}

let usual: Promise<Network> | undefined;

/** Sends a question and waits for the whole answer, along redirections. Throws what the socket throws. */
export async function send(address: string, sending: Sending, network?: Network): Promise<Arrived> {
  usual ??= openNetwork();
  const way = network ?? (await usual);
  let url = new URL(address);
  let { headers } = sending;
  for (let hop = 0; ; hop += 1) {
    const response = await ask(url, { ...sending, headers }, way);
    const packed = await bodyOf(response);
    const { location } = response.headers;
    if (!redirects.includes(response.statusCode) || location === undefined) {
      const unpack = unpackers[response.headers['content-encoding']?.toLowerCase() ?? ''];
      const body = unpack && packed.length > 0 ? await unpack(packed) : packed;
      const status = response.statusCode ?? 0;
      return { status, headers: headersOf(response), url: url.href, body, wireBytes: packed.length };
    }
    if (hop === mostRedirects) throw new Error(`${address} is redirected more than ${mostRedirects} times`);
    const next = new URL(location, url);
    headers = headersAt(next, url, headers);
    url = next;
  }
}
