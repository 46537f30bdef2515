import { messageOf } from '../../lib/errors.ts';
import { certificateWords } from '../hosts/certificate-words.ts';
import { namesOfCertificate } from '../hosts/names-of-certificate.ts';

/** What is wrong, and what to write in cluster.yaml. */
interface Trouble {
  readonly what: string;
  readonly hint: string;
}

function codeIn(error: unknown): string {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  return cause === undefined ? '' : codeIn(cause);
}

const namesIn = (error: unknown): string =>
  namesOfCertificate(error) || namesOfCertificate((error as { cause?: unknown } | null)?.cause);

const secureIt = 'if it speaks TLS, set etcd.tls in cluster.yaml to { mode: verify, ca: FILE }';

/** What an error of a call has to do with TLS; undefined where it has nothing. */
function ofError(error: unknown, isSecure: boolean): Trouble | undefined {
  const code = codeIn(error);
  if (!isSecure) {
    const isCut = code === 'ECONNRESET' || code.startsWith('HPE_');
    return isCut ? { what: 'it ends a connection without TLS', hint: secureIt } : undefined;
  }
  const words = certificateWords(code);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return {
      what: `${words}${namesIn(error)}`,
      hint: 'set etcd.tls in cluster.yaml to { mode: verify, …, name: NAME }, with a name that the certificate has',
    };
  if (words)
    return {
      what: words,
      hint: 'set etcd.tls in cluster.yaml to { mode: verify, ca: FILE }, with the certificate of the authority that signed it; require asks for no proof of who answers',
    };
  if (!/^(EPROTO$|ERR_SSL_|ERR_OSSL_)/.test(code)) return undefined;
  const said = messageOf(error);
  // What comes back in the place of a handshake is no TLS.
  if (/wrong version number|packet length too long/i.test(said))
    return { what: 'it speaks no TLS', hint: 'set etcd.tls in cluster.yaml to off' };
  return {
    what: `no TLS comes about: ${said}`,
    hint: 'if it asks for a certificate of ours, give cert and key under etcd.tls in cluster.yaml, signed by an authority that it trusts',
  };
}

/** What an answer has to do with certificates; source: `accessController` in server/embed/serve.go of etcd 3.5. */
function ofAnswer(said: string): Trouble | undefined {
  if (said.includes('authentication handshake failed'))
    return {
      // The gateway calls etcd itself, and shows the server's own certificate where etcd asks for one.
      what: `it refuses its own JSON gateway: ${said}`,
      hint: "give etcd a server certificate that may be a client's as well (extended key usage clientAuth), or start it with --client-cert-file and --client-key-file",
    };
  if (said.includes('CommonName of client'))
    return {
      what: `it takes no certificate with a common name while it asks for users: ${said}`,
      hint: 'give a certificate without a common name under etcd.tls in cluster.yaml, and the user as etcd.user and etcd.password',
    };
  return said.includes('HTTP request to an HTTPS server')
    ? { what: 'it takes connections with TLS only', hint: secureIt }
    : undefined;
}

/** What TLS has to do with what went wrong between us and etcd. */
export const etcdTlsTrouble = { ofError, ofAnswer };
