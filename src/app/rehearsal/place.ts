import type { Secret } from '../../lib/secret.ts';

export const loopback = '127.0.0.1';

/** Where a rehearsal's copies are. */
export interface Place {
  readonly postgres: {
    readonly port: number;
    readonly user: string;
    readonly password: Secret;
    readonly data: string;
  };
  readonly etcd: { readonly port: number };
  /** The name of the copied database. */
  readonly database: string;
}
