/** Text as etcd's JSON gateway takes it. */
export function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

export function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

/** The end of the range of all keys that begin with this one, base64 in and out. */
export function prefixEnd(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  for (let at = bytes.length - 1; at >= 0; at -= 1) {
    const byte = bytes[at] ?? 0xff;
    if (byte < 0xff) {
      bytes[at] = byte + 1;
      return bytes.subarray(0, at + 1).toString('base64');
    }
  }
  return encode('\0');
}

/** The very next key after this one. */
export function keyAfter(base64: string): string {
  return Buffer.concat([Buffer.from(base64, 'base64'), Buffer.of(0)]).toString('base64');
}

/** Where all namespaces live. */
export const namespacesPrefix = '/sorna/';

/** Where a Backend.AI namespace lives. Source: `_mangle_key` of the vendor's etcd client, 22.09 to 26.08. */
export function namespacePrefix(namespace: string): string {
  return `${namespacesPrefix}${namespace}/`;
}
