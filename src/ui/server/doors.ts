/** Where the server can be reached, and who is believed what. */
export interface Doors {
  /** Address to listen at. */
  readonly listen: string;
  /** What a browser may call the server by, beside loopback: names or addresses, without ports. */
  readonly names: readonly string[];
  /** Whether it speaks TLS itself. */
  readonly tls: boolean;
  /** Addresses of proxies that speak TLS for it, and say so with `x-forwarded-proto: https`. */
  readonly proxies: readonly string[];
}

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/** Whether nobody but this machine can reach an address. */
export function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  return plain === 'localhost' || plain === '::1' || /^127(\.\d{1,3}){3}$/.test(plain);
}

/** An address as a browser writes it. */
export const inUrl = (address: string): string => (address.includes(':') ? `[${address}]` : address);

/** `Host` headers that mean this server. A page of another name that leads here (DNS rebinding) has its own name there. */
export function ownHosts({ listen, names, tls, proxies }: Doors, port: number): ReadonlySet<string> {
  const standard = tls ? 443 : 80;
  const direct = [...(isLoopback(listen) ? loopbackNames : [inUrl(listen)]), ...names];
  const hosts = direct.flatMap((name) => [`${name}:${port}`, ...(port === standard ? [name] : [])]);
  // A proxy answers at its own port, as a rule the standard one.
  const behind = proxies.length > 0 ? names : [];
  return new Set([...hosts, ...behind].map((host) => host.toLowerCase()));
}
