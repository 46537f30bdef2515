import { isIP } from 'node:net';
import {
  type ConnectionOptions,
  checkServerIdentity,
  createSecureContext,
  type SecureContext,
} from 'node:tls';
import { knownAuthorities } from './known-authorities.ts';
import type { ServerTls } from './server-tls.ts';

type SecureOptions = Pick<
  ConnectionOptions,
  'secureContext' | 'rejectUnauthorized' | 'checkServerIdentity' | 'servername'
>;

/** Each connection to a server needs its context, and there are hundreds of authorities to read. */
const contexts = new WeakMap<ServerTls, SecureContext>();

function contextOf(tls: ServerTls): SecureContext {
  const known = contexts.get(tls);
  if (known) return known;
  const { mode, ca, cert, key } = tls;
  const made = createSecureContext({
    ...(mode === 'verify' ? { ca: ca ?? [...knownAuthorities()] } : {}),
    ...(cert === undefined ? {} : { cert, key: key?.reveal() ?? '' }),
    // An authority in the middle is enough, and so is the server's own certificate.
    allowPartialTrustChain: true,
  });
  contexts.set(tls, made);
  return made;
}

/**
 * What Node is told of a secured connection to a server. With `verify` its certificate has to lead to a trusted one, and
 * to name the server: by `name`, else by its address.
 * @throws Error with Node's code where a certificate or a key cannot be read
 */
export function secureOptions(tls: ServerTls, address: string): SecureOptions {
  const host = tls.name ?? address;
  return {
    secureContext: contextOf(tls),
    rejectUnauthorized: tls.mode === 'verify',
    checkServerIdentity: (_asked, peer) => checkServerIdentity(host, peer),
    ...(isIP(host) === 0 ? { servername: host } : {}),
  };
}
