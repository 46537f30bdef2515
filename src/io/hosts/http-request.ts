import { X509Certificate } from 'node:crypto';
import { type Agent, type IncomingHttpHeaders, request as plainRequest } from 'node:http';
import { type RequestOptions, request as secureRequest } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  type ConnectionOptions,
  checkServerIdentity,
  connect,
  createSecureContext,
  type PeerCertificate,
  type SecureContext,
} from 'node:tls';
import { knownAuthorities } from './known-authorities.ts';
import type { HttpAnswer, TlsTrust } from './network-port.ts';
import { secureOptions } from './secure-options.ts';
import type { ServerTls } from './server-tls.ts';

export interface HttpRequest {
  readonly url: string | URL;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly trust?: TlsTrust | ServerTls | undefined;
  readonly signal: AbortSignal;
  /** A connection to the server that is there already. */
  readonly over?: Duplex;
  /** The way to it, and how it is trusted, in the place of `trust` and `over`. */
  readonly agent?: Agent;
  /** Bytes of an answer that are read; what comes behind them is left. All unless told. */
  readonly mostBytes?: number;
}

type Answer = HttpAnswer & { readonly headers: IncomingHttpHeaders };

type TlsOptions = Pick<
  ConnectionOptions,
  'secureContext' | 'checkServerIdentity' | 'rejectUnauthorized' | 'servername'
>;

/** Each certificate of a PEM file. */
const blocks = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Authorities are read once: there are hundreds of them, and a component that starts is asked many times a second. */
const contexts = new Map<string, SecureContext>();

function contextOf(certificate: string): SecureContext {
  const known = contexts.get(certificate);
  if (known) return known;
  const ca = [...knownAuthorities(), certificate];
  const made = createSecureContext({ ca, allowPartialTrustChain: true });
  contexts.set(certificate, made);
  return made;
}

/** A component's own certificate proves itself, whatever name it is reached by: few name the address that operators use. */
function trusting(certificate: string): TlsOptions {
  const own = (certificate.match(blocks) ?? []).map((pem) => new X509Certificate(pem).raw);
  const checkIdentity = (host: string, peer: PeerCertificate): Error | undefined =>
    own.some((raw) => raw.equals(peer.raw)) ? undefined : checkServerIdentity(host, peer);
  return { secureContext: contextOf(certificate), checkServerIdentity: checkIdentity };
}

function optionsOf(trust: HttpRequest['trust'], { hostname }: URL): TlsOptions {
  if (trust === 'insecure') return { rejectUnauthorized: false };
  if (trust && 'mode' in trust) return secureOptions(trust, bare(hostname));
  return trusting(trust?.certificate ?? '');
}

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

/** TLS on a connection that is there already. */
function secured(over: Duplex, { hostname }: URL, tls: TlsOptions): Duplex {
  const host = bare(hostname);
  return connect({ socket: over, host, ...(isIP(host) ? {} : { servername: host }), ...tls });
}

/**
 * One request, over TLS where its address says so; nobody is redirected.
 * @throws Error with Node's code for what is wrong with a certificate
 */
export function httpRequest(asked: HttpRequest): Promise<Answer> {
  const {
    method = 'GET',
    headers = {},
    body,
    trust,
    signal,
    over,
    agent = false,
    mostBytes = Infinity,
  } = asked;
  const url = new URL(asked.url);
  const isSecure = url.protocol === 'https:';
  const tls = isSecure ? optionsOf(trust, url) : {};
  const carried: RequestOptions = over
    ? { createConnection: () => (isSecure ? secured(over, url, tls) : over) }
    : { agent, ...(agent ? {} : tls) };
  return new Promise((resolve, reject) => {
    const options = { method, headers, signal, ...carried };
    const sent = (isSecure ? secureRequest : plainRequest)(url, options, (answer) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      const end = (): void => {
        const { statusCode: status = 0, headers: its } = answer;
        resolve({ status, headers: its, text: Buffer.concat(parts).toString() });
      };
      answer.on('data', (part: Buffer) => {
        parts.push(part.subarray(0, Math.max(0, mostBytes - bytes)));
        bytes += part.length;
        if (bytes < mostBytes) return;
        end();
        sent.destroy();
      });
      answer.on('error', reject);
      answer.on('end', end);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
