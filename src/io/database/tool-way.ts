import type { Secret } from '../../lib/secret.ts';
import { authoritiesOf } from '../hosts/authorities-of.ts';
import { forward } from '../hosts/forward.ts';
import type { Host, LentFile } from '../hosts/port.ts';
import type { ServerTls } from '../hosts/server-tls.ts';
import { type PostgresWay, postgresStream } from './postgres-stream.ts';
import { withoutChannelBinding } from './without-channel-binding.ts';

/** How a program of PostgreSQL's gets to a server. */
export interface ToolWay {
  readonly env: Readonly<Record<string, string | Secret>>;
  /** To be called when the program has ended. */
  end(): Promise<void>;
}

const connectMs = 10_000;

/** As its programs call it. */
const sslMode = (tls: ServerTls | undefined): string =>
  tls?.mode === 'off' ? 'disable' : tls?.mode === 'verify' ? 'verify-full' : (tls?.mode ?? 'prefer');

/** By a socket of ours: we go through a host, and secure the connection, in its place. */
async function bySocket(way: PostgresWay): Promise<ToolWay> {
  const connect = async () => (await postgresStream(way, connectMs)).stream;
  const { folder, end } = await forward(connect, `.s.PGSQL.${way.port}`, withoutChannelBinding);
  return { env: { PGHOST: folder }, end: async () => end() };
}

/** Its programs compare the certificate with the name that they are told; where they connect to is another matter. */
async function named(host: Host, { host: address, tls }: PostgresWay): Promise<Record<string, string>> {
  if (tls?.name === undefined) return { PGHOST: address };
  const { stdout } = await host.ask({ argv: ['getent', 'ahosts', address], timeoutMs: 10_000 });
  const [found = address] = stdout.split(/\s/);
  return { PGHOST: tls.name, PGHOSTADDR: found };
}

/** From a host that reaches the server: certificates and key are lent to the program for as long as it runs. */
async function fromHost(host: Host, way: PostgresWay): Promise<ToolWay> {
  const { cert, key } = way.tls ?? {};
  const lent: LentFile[] = [];
  const end = async (): Promise<void> => {
    for (const file of lent.splice(0)) await file.takeBack();
  };
  const env: Record<string, string> = { PGSSLMODE: sslMode(way.tls), ...(await named(host, way)) };
  const files = { PGSSLROOTCERT: authoritiesOf(way.tls), PGSSLCERT: cert, PGSSLKEY: key?.reveal() };
  try {
    for (const [name, content] of Object.entries(files)) {
      if (content === undefined) continue;
      const file = await host.lend(`${name.toLowerCase()}.pem`, content);
      lent.push(file);
      env[name] = file.path;
    }
  } catch (error) {
    await end();
    throw error;
  }
  return { env, end };
}

/**
 * How a program of PostgreSQL's on a host gets to a server. On this machine by a socket of ours wherever a host or a
 * certificate is needed for that.
 */
export async function toolWay(host: Host, way: PostgresWay, areThere: boolean): Promise<ToolWay> {
  if (areThere) return fromHost(host, way);
  const { tls, through, host: PGHOST } = way;
  if (through || tls?.mode === 'verify' || tls?.cert !== undefined) return bySocket(way);
  return { env: { PGHOST, PGSSLMODE: sslMode(tls) }, end: async () => undefined };
}
