import { certificateWords } from '../hosts/certificate-words.ts';

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

const secureIt = 'if it speaks TLS, set etcd.tls in cluster.yaml to { mode: verify, ca: FILE }';

/** How a server ends that was asked with TLS and speaks none. */
const plain = new Set(['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);

/** What an error of a call to etcd has to do with TLS; undefined where it has nothing. */
export function etcdTlsTrouble(error: unknown, isSecure: boolean): Trouble | undefined {
  const code = codeIn(error);
  if (!isSecure) {
    const isCut = code === 'ECONNRESET' || code.startsWith('HPE_');
    return isCut ? { what: 'it ends a connection without TLS', hint: secureIt } : undefined;
  }
  const words = certificateWords(code);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return {
      what: words ?? '',
      hint: 'set etcd.tls in cluster.yaml to { mode: verify, …, name: NAME }, with a name that the certificate has',
    };
  if (words)
    return {
      what: words,
      hint: 'set etcd.tls in cluster.yaml to { mode: verify, ca: FILE }, with the certificate of the authority that signed it; require asks for no proof of who answers',
    };
  if (plain.has(code)) return { what: 'it speaks no TLS', hint: 'set etcd.tls in cluster.yaml to off' };
  return /^ERR_(SSL|OSSL)_/.test(code)
    ? {
        what: `no TLS comes about: ${error instanceof Error ? error.message : code}`,
        hint: 'if it asks for a certificate of ours, give cert and key under etcd.tls in cluster.yaml, signed by an authority that it trusts',
      }
    : undefined;
}
