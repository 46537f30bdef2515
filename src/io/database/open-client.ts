import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Secret } from '../../lib/secret.ts';
import { databaseErrorCode } from './database-error.ts';
import { type PostgresStream, type PostgresWay, postgresStream } from './postgres-stream.ts';

interface Asked extends PostgresWay {
  readonly name: string;
  readonly user: string;
  readonly password: Secret;
}

/** Milliseconds; 5 s to connect and 30 s for a statement unless told. */
interface Patience {
  readonly connectTimeoutMs?: number;
  readonly queryTimeoutMs?: number;
}

/** What the driver asks of a socket, and a stream that goes through a host does not have. */
const done = (): void => undefined;

/** A stream that is connected already, as the driver takes one: a socket that it connects by itself. */
function asSocket<T extends Duplex>(stream: T): T {
  const missing = ['setNoDelay', 'setKeepAlive', 'ref', 'unref'].filter((name) => !(name in stream));
  return Object.assign(stream, Object.fromEntries(missing.map((name) => [name, done])), {
    connect: () => process.nextTick(() => stream.emit('connect')),
  });
}

interface Opened {
  readonly client: pg.Client;
  readonly stream: Duplex;
}

/** A server that hangs does not say goodbye: nobody waits for that longer. */
const closeTimeoutMs = 2_000;

export async function closeClient({ client, stream }: Opened): Promise<void> {
  try {
    await Promise.race([client.end(), delay(closeTimeoutMs, undefined, { ref: false })]);
  } finally {
    stream.destroy();
  }
}

async function openOn(
  address: Asked,
  { stream }: PostgresStream,
  { connectTimeoutMs = 5_000, queryTimeoutMs = 30_000 }: Patience,
): Promise<Opened> {
  const client = new pg.Client({
    stream: () => asSocket(stream),
    host: address.host,
    port: address.port,
    database: address.name,
    user: address.user,
    password: address.password.reveal(),
    // The stream is secured where it is to be.
    ssl: false,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    application_name: 'baiup',
  });
  // An idle connection that is cut says so here; the next query fails by itself.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return { client, stream };
  } catch (error) {
    client.end().catch(() => undefined);
    stream.destroy();
    throw error;
  }
}

/**
 * Where both will do, TLS is tried first; where the server's rules refuse that, a connection without, as the managers'
 * driver does. Where neither is let in, what was said of the first is thrown.
 */
export async function openClient(address: Asked, options: Patience): Promise<Opened> {
  const { connectTimeoutMs = 5_000 } = options;
  const attempt = async (tls: Asked['tls']) => {
    const way = await postgresStream({ ...address, tls }, connectTimeoutMs);
    return { way, opened: openOn(address, way, options) };
  };
  const { tls } = address;
  const { way, opened } = await attempt(tls);
  if (!way.isSecure || (tls && tls.mode !== 'prefer')) return opened;
  try {
    return await opened;
  } catch (error) {
    if (databaseErrorCode(error) !== '28000') throw error;
    const again = await attempt({ mode: 'off' });
    return again.opened.catch(() => Promise.reject(error));
  }
}
