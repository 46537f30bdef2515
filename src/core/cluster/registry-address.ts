/** What a host name must not have in it; other letters than ASCII's are encoded. */
const strange = /[\s<>"\\^`{|}[\]]/;

/** Of `host`, `host:5000` or `[::1]:5000`. */
function hostTrouble(text: string): string | undefined {
  const [, bracketed, plain = '', port] = /^(?:(\[[^[\]]*\])|([^:]*))(?::(.*))?$/s.exec(text) ?? [];
  if (bracketed === undefined && plain === '') return 'names no host';
  if (strange.test(plain)) return `has a character in its host that no host has ("${plain}")`;
  if (port !== undefined && port !== '' && !(/^\d+$/.test(port) && Number(port) <= 65535)) {
    return `has a port that is none ("${port}")`;
  }
  return undefined;
}

/**
 * Why the vendor takes a text for no address: it needs a scheme, a host, and a port that is one.
 * Source: `tx.URL` of ai.backend.common.validators, which asks `yarl.URL(text).origin()` (tried with yarl 1.13.1).
 */
export function addressTrouble(address: string): string | undefined {
  const text = address.trimStart().replace(/[\t\r\n]/g, '');
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*:)?\/\/([^/?#]*)/i.exec(text) ?? [];
  if (scheme === undefined || rest === undefined) return 'has no scheme (https://) before its host';
  return hostTrouble(rest.slice(rest.lastIndexOf('@') + 1));
}
