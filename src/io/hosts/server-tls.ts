import type { Secret } from '../../lib/secret.ts';

/** How a connection to a server is secured. */
export interface ServerTls {
  /** `prefer` takes what the server offers; only `verify` proves who answers. */
  readonly mode: 'off' | 'prefer' | 'require' | 'verify';
  /** Certificates (PEM) in the place of the authorities that this machine knows. */
  readonly ca?: string;
  /** What we are known by (PEM). */
  readonly cert?: string;
  readonly key?: Secret;
  /** What the server's certificate has to name, where that is not its address. */
  readonly name?: string;
}
