import { certificateWords } from './certificate-words.ts';

/** How a server ends that speaks TLS and was asked without, and one that speaks none and was asked with it. */
const secure: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'HPE_INVALID_CONSTANT']);
const plain: ReadonlySet<string> = new Set([
  'EPROTO',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
]);

function codeOf(error: unknown): string {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  return cause === undefined ? '' : codeOf(cause);
}

/**
 * What an error of a connection has to do with TLS, and what to write; undefined where it has nothing.
 * @param where the key of cluster.yaml that decides: "tls of s1", "api.tls"
 */
export function tlsWords(error: unknown, url: string, where: string): string | undefined {
  const code = codeOf(error);
  const set = `set ${where} in cluster.yaml to the path of a certificate to trust, or to insecure`;
  if (!url.startsWith('https:')) {
    return secure.has(code) ? `it ends a connection without TLS; if it speaks TLS, ${set}` : undefined;
  }
  const wrong = certificateWords(code);
  if (wrong) return `${wrong}; ${set}`;
  return plain.has(code)
    ? `${new URL(url).host} speaks no TLS, but should by its configuration or cluster.yaml`
    : undefined;
}
