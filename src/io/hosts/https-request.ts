import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import {
  type ConnectionOptions,
  checkServerIdentity,
  createSecureContext,
  getCACertificates,
  type PeerCertificate,
  type SecureContext,
} from 'node:tls';
import type { HttpAnswer, TlsTrust } from './network-port.ts';

interface HttpsRequest {
  readonly url: string | URL;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly trust?: TlsTrust | undefined;
  readonly signal: AbortSignal;
}

type TlsOptions = Pick<ConnectionOptions, 'secureContext' | 'checkServerIdentity' | 'rejectUnauthorized'>;

/** Each certificate of a PEM file. */
const blocks = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Authorities are read once: there are hundreds of them, and a component that starts is asked many times a second. */
const contexts = new Map<string, SecureContext>();

function contextOf(certificate: string): SecureContext {
  const known = contexts.get(certificate);
  if (known) return known;
  const ca = [...getCACertificates('default'), ...getCACertificates('system'), certificate];
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

function optionsOf(trust: TlsTrust | undefined): TlsOptions {
  if (trust === 'insecure') return { rejectUnauthorized: false };
  return trusting(trust?.certificate ?? '');
}

/**
 * One request over TLS, nobody is redirected.
 * @throws Error with Node's code for what is wrong with a certificate
 */
export function httpsRequest(asked: HttpsRequest): Promise<HttpAnswer> {
  const { url, method = 'GET', headers = {}, body, trust, signal } = asked;
  return new Promise((resolve, reject) => {
    const options = { method, headers, signal, agent: false, ...optionsOf(trust) } as const;
    const sent = request(url, options, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
