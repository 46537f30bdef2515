import { once } from 'node:events';
import { connect as connectPlain, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectSecure } from 'node:tls';
import type { NetAddress } from '../hosts/network-port.ts';
import { secureOptions } from '../hosts/secure-options.ts';
import type { ServerTls } from '../hosts/server-tls.ts';

/** Where a PostgreSQL server is, and how its connections are made. */
export interface PostgresWay extends NetAddress {
  /** As the managers' driver does unless told: what the server offers, without proof of who it is. */
  readonly tls?: ServerTls | undefined;
  /** Connects to it where this machine does not reach it itself. */
  readonly through?: ((address: NetAddress) => Promise<Duplex>) | undefined;
}

/** A connection that PostgreSQL's own messages may begin on. */
export interface PostgresStream {
  readonly stream: Duplex;
  readonly isSecure: boolean;
}

/** Asks the server whether it speaks TLS; source: "Message Formats" of PostgreSQL's documentation, SSLRequest. */
const question = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** The server speaks no TLS, and its operator asks for it. */
export class NoTls extends Error {
  readonly code = 'NO_TLS';
}

async function plainStream({ host, port, through }: PostgresWay, signal: AbortSignal): Promise<Duplex> {
  const stream = through ? await through({ host, port }) : connectPlain({ host, port });
  // Whoever takes it listens for itself; until then an error is thrown by what is awaited.
  stream.on('error', () => undefined);
  if (!(stream instanceof Socket)) return stream;
  stream.setNoDelay(true);
  if (stream.connecting) await untilOn(stream, 'connect', signal);
  return stream;
}

/** @throws Error whatever the stream fails of; an ended stream and a deadline are errors as well */
async function untilOn(stream: Duplex, event: string, signal: AbortSignal): Promise<unknown[]> {
  const cut = new AbortController();
  const over = once(stream, 'close', { signal: cut.signal }).then(() => {
    throw new Error('Connection ended before it began');
  });
  try {
    return await Promise.race([once(stream, event, { signal }), over]);
  } catch (error) {
    stream.destroy();
    throw signal.aborted ? new Error('timeout expired') : error;
  } finally {
    cut.abort();
    over.catch(() => undefined);
  }
}

/**
 * A connection to a PostgreSQL server, secured as its address says. It is ours to secure: so a program of PostgreSQL's
 * that comes by a socket of ours needs no certificate and no key of its own.
 * @throws NoTls where the server speaks none; Error with Node's code for what is wrong with a certificate
 */
export async function postgresStream(way: PostgresWay, timeoutMs: number): Promise<PostgresStream> {
  const signal = AbortSignal.timeout(timeoutMs);
  const stream = await plainStream(way, signal);
  const { mode } = way.tls ?? { mode: 'prefer' };
  if (mode === 'off') return { stream, isSecure: false };
  stream.write(question);
  const [answer] = (await untilOn(stream, 'data', signal)) as [Buffer];
  if (answer.toString() === 'S') {
    const options = secureOptions(way.tls ?? { mode: 'prefer' }, way.host);
    const secure = connectSecure({ socket: stream, ...options });
    secure.on('error', () => undefined);
    await untilOn(secure, 'secureConnect', signal);
    return { stream: secure, isSecure: true };
  }
  const isPlain = answer.toString() === 'N';
  if (isPlain && mode === 'prefer') return { stream, isSecure: false };
  stream.destroy();
  throw isPlain ? new NoTls('the server speaks no TLS') : new Error('it does not answer as PostgreSQL does');
}
